/**
 * What tells that a message goes on with the talk, or belongs to one expert. All patterns see lowercase text and
 * alternate plain words, so that they need time in proportion to it. Word borders are spelled out for Latin letters
 * only: Chinese and Japanese have none.
 */

/** Thanks, assent, laughter and goodbyes, which want no new expert. */
const CHAT = [
  'thanks?|thank (?:you|u|god)|thx|tnx|ty|tysm|cheers|ta|ok|okay|k|kk|good|great|nice|cool|perfect|awesome|brilliant|excellent|amazing|wonderful|lovely|fantastic|superb|sweet|neat|wow|yay|lol|lmao|ah+|oh+|aha|hm+|(?:ha){2,}h?|(?:he){2,}|got it|gotcha|i see|understood|makes sense|fair (?:enough|point)|interesting|works|worked|appreciate|appreciated|you rock|legend|bye|goodbye|see you|yes|yep|yeah|right|true|sure|alright|fine|helpful|helps|done|sorry|oops|never ?mind|impressive|clever|love|sounds good',
  'danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|tack|genial|perfecto|perfetto|super|prima|parfait|vale|bueno|va bene|спасибо|понятно|شكرا',
];
const CHAT_UNSPACED =
  '谢谢|多谢|感谢|谢|感恩|3q|好|行|可以|嗯|哦|噢|喔|啊|哈|嘿|呵|嘻|明白|懂|了解|清楚|知道|收到|学会|学到|搞定|解决|原来如此|辛苦|厉害|牛|棒|赞|完美|优秀|强|不错|有道理|有意思|有用|有帮助|对|没错|没事|没问题|再见|拜拜|晚安|早安|佩服|6{2,}|绝了|唉|哎|抱抱|ありがとう(?:ございます|ございました)?|なるほど|了解です|고마워요?|감사합니다|[\\u2600-\\u27bf]|[\\ud83c-\\ud83e][\\udc00-\\udfff]';
/** What stands around such words without asking for anything. */
const FILLER =
  "you|u|so|very|much|a lot|many|really|that'?s?|this|it'?s?|is|was|for|your|the|help|all|now|again|mate|man|dude|bro|buddy|then|too|and|well|i|just|exactly|what i needed|me|quick|answer|job|best|are|here|time|a|of|night|morning|day|one|bot|to know|have|muchas|mille|beaucoup|schön|mucho";
const FILLER_UNSPACED =
  '了|啦|你|您|的|吧|呀|哇|嘛|太|很|真|非常|十分|特别|大佬|老师|朋友|亲|哥|姐|提醒|帮忙|帮助|解答|耐心|回答|指教|我|这|那|就|都|也|是|么|样|已经|终于|现在|会|到|一下|有点|挺|还|啊|哟|喽|咯|\\ufe0f|\\u200d';
const SPACES = '[\\s.,!~…。，！、～;:()*"\'’-]*';

/** One step through small talk; group 1 holds what is more than filler. Sticky: the caller walks. */
export const chatStep = (): RegExp =>
  new RegExp(
    `${SPACES}(?:((?:${CHAT.join('|')})(?![a-z0-9_à-ÿ'])|${CHAT_UNSPACED})|(?:${FILLER})(?![a-z0-9_à-ÿ'])|${FILLER_UNSPACED})${SPACES}`,
    'y',
  );

/** First words that carry on with what was said. */
export const OPENS =
  /^(?:and|but|so|now|then|also|or|again|instead|in|as|only|just|without|with|same|more|less|another|any other|one more|next|still|except|not|no|i meant?|wait|actually|a? ?bit|half|either|maybe|y|und|et|e|mais|pero|aber|jetzt|noch|ora|ahora|maintenant|plus|más|mais|più)\b|^(?:那|再|但|可是|换|改|继续|还|接着|然后|如果|要是|要|不|只|就|也|除了|另外|下一|来|用|以|加|去掉|已经|更|太|具体|详细|比如|もっと|もう|あと|じゃあ|では)/;
/** Wishes about an answer that is already there. */
export const EDITS =
  /^(?:please )?(?:add|remove|drop|delete|change|replace|rename|sort|make|use|keep|wrap|bold|round|limit|include|mention|handle|skip|swap|call|shorten|rewrite|redo|try|show|continue|go|tell me more|expand|dates?)\b|\b(?:shorter|longer|simpler|easier|faster|funnier|softer|stronger|warmer|smaller|bigger|better|clearer|closer|nicer|(?:more|less|too|bit|as) \w+|instead|as well|polite|formal|informal|please|kürzer|besser|formeller)\b|[点些]$|一点|点儿|一些|改|换|去掉|删|加[上个一]?|换个|重新|重写|补充|不要|别用|更|太|短|继续|展开|列出来|写全|贴/;
/** Words that stand for something said before. */
export const POINTS_BACK =
  /\b(?:it|its|this|that|these|those|them|they|ones?|above|previous|earlier|the (?:first|second|third|last|other) (?:one|two|step|line|sentence|word|part|paragraph|column|row|point|bit)|the (?:first|second|third|last)$|both|same|former|latter|he|him|his|she|her|everything|your (?:answer|explanation|code|text|reply)|das|dies|eso|esto|ça|cela|isso|quello)\b|上面|刚才|前面|之前|这|那[个些句段]|它|他|她|第[一二三四五六七八九十几\d]|上一|下一|最后|其中|两[者种个句]|三[者个句]|哪[个种]|里面|全部|それ|これ/;
/** Questions about the answer itself, and news of how it failed. */
export const ASKS_BACK =
  /^(?:but )?(?:why|how come|how so|how|really|are you sure|sure|explain|show|huh|meaning|source|example|i (?:don'?t|didn'?t|already|got|tried|think)|hm+|pourquoi|warum|por qué|perch[ée]|なぜ|どうして)\b|\b(?:still|didn'?t work|doesn'?t work|not working|error|crash\w*|fails?|wrong|denied)\b|^(?:为什么|为啥|为何|怎么|确定|真的|什么意思|啥意思|举|能举|来源|没用|证明)|[不没]懂|不行|不对|报错|意思|没用|示例|步骤/;
/** A question that leans on the one before. */
export const ELLIPTIC =
  /呢[？?]?$|^(?:and|or|what about|how about|what if|y|und|et|e)\b.{0,40}[?？]?$|は[？?]$|^[a-z0-9à-ɏ_']{1,12}\??$/;
/** Says that an answer was wrong, or that the question was. */
export const CORRECTS =
  /^(?:no+|nope|wrong|wait|hang on|oops|sorry|hm+|not|actually|i meant?|i said|you (?:left|forgot|missed|swapped|ignored|skipped)|that'?s? not)\b|^(?:错|漏|你[漏少忘]|忘|等等|等下|我是说|我说的是|没)|不对|不是|漏了|[弄搞写]错/;
/** Asks for something, in whatever words: a message without any of them is a remark. */
export const ASKS =
  /[?？]|\b(?:what|whats|who|whose|which|when|where|why|how|can|could|would|will|should|do|does|did|is there|are there|write|give|tell|make|explain|recommend|suggest|describe|plan|list|name|draft|create|help|need|want|show|find|translate|convert|solve|compute|calculate|fix|please|pls|summari[sz]e|rewrite|let)\b|吗|什么|啥|怎|咋|如何|为何|几|多少|哪|谁|帮|请|写|给我|推荐|介绍|解释|翻|译|算|列|做|生成|整理|提取|转|求|证明|想要|需要|来[个份点]|讲|说说|能不能|可以.*[吗么]/;
/** Brings what it is about along: a quotation, something behind a colon, several lines, code. */
export const BRINGS_ITS_OWN = /[:：]\s*\S|["“「『][^"”」』]{2,}["”」』]|`|\n/;

/** Words that name what the answer should be, with the expert who gives it. General has none of its own. */
export const NAMES_EXPERT = {
  code: /\b(?:code|script|program|function|regex|python|java|javascript|typescript|rust|golang|bash|sql|numpy|pandas|matplotlib|excel|css|html|git|docker|cron|struct|itertools|postgres|simulate|brute force|formula|compile\w*)\b|c\+\+|代码|程序|脚本|函数|正则|循环|编译|模拟|画/,
  math: /\b(?:sum|total|percent\w*|average|in total|altogether|probability|derivative|integral|integrate|solve|equation|square root|how many|how much)\b|\d\s*%|\d\s*[+*/^×÷=]\s*\d|总共|一共|多少|平均|概率|利息|面积|周长|等于|方程|[打\d]折|来回|公式|加起来/,
  translate:
    /\b(?:translat\w*|in (?:english|french|german|spanish|italian|portuguese|dutch|polish|czech|russian|japanese|chinese|korean|hindi|arabic|thai|turkish|latin|greek|swedish)|(?:into|to|make (?:that|it)|and|same for) (?:english|french|german|spanish|italian|portuguese|dutch|polish|czech|russian|japanese|chinese|korean|hindi|arabic|thai|turkish|latin|greek|swedish)|how (?:do|would) (?:you|i|the|a|an) \w+ (?:say|call|ask)|pronounce)\b|how do you say|翻|译|(?:英|法|德|日|韩|俄|西班牙|葡萄牙|意大利|泰|中|拉丁)[语文](?:怎么|的|版|呢|$)|怎么[说讲]/,
  structured:
    /\b(?:table|json|csv|yaml|xml|toml|columns?|rows?|fields?|keys?|header|array|spreadsheet|markdown)\b|表格?|列[个成]?表|[一二两三四加]列|字段|单位|格式/,
} as const;

/** Words that say little about a subject; what is left beside them and the patterns above is a message's own. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  "a an the i i'm me my you your we us our he him his she her it its they them their this that these those there here one ones of to in on at for from with without by as about into over and or but so if then than not no yes do does did don't didn't doesn't is isn't are was were be been am can could will would should shall may might must have has had get got give make made put let go say said show tell what what's whats who which when where why how much many more less most all any some another other others again also too only just now please still same first second third last next good ok okay hi hey like want need use using out up down well very really bit well thing things way".split(
    ' ',
  ),
);
/** The same for Chinese, character by character. */
export const COMMON_CHARACTERS: ReadonlySet<string> = new Set(
  '的了吗呢吧啊呀嘛我你您他她它们这那哪个些是有在和与或就都也还再又不没很太更最会能可以要想把被给用以为什么怎样一二三两几点下上中里前后多少来去到说讲做写看让帮请换改加成',
);
