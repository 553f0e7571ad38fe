import type { Label } from '../labels.ts';

/**
 * What in a message names the work of an expert, and what divides one wish from the next. All patterns see lowercase
 * text and alternate plain words, so that they need time in proportion to it. Latin words have borders, Chinese none.
 */

const LANGUAGE =
  'english|french|german|spanish|italian|portuguese|dutch|polish|czech|slovak|russian|ukrainian|japanese|chinese|mandarin|cantonese|korean|hindi|urdu|bengali|arabic|hebrew|thai|vietnamese|indonesian|malay|tagalog|turkish|latin|greek|swedish|norwegian|danish|finnish|estonian|latvian|lithuanian|hungarian|romanian|bulgarian|croatian|serbian|catalan|welsh|irish|swahili|somali|afrikaans|persian|farsi';
const LANGUAGE_ZH =
  '(?:英|法|德|日|韩|俄|泰|中|汉|意大利|西班牙|葡萄牙|葡|西|意|越南|土耳其|阿拉伯|希腊|拉丁|荷兰|波兰|瑞典|挪威|丹麦|芬兰|匈牙利|罗马尼亚|捷克|乌克兰|希伯来|印地|印尼|马来|蒙古|威尔士|斯瓦希里|乌尔都|索马里|世界)(?:语|文)|英译|中英';

/** Words that alone say whose work is wanted. */
export const VERBS: Readonly<Record<Label, RegExp>> = {
  general:
    /\b(?:summari[sz]e|sum up|condense|shorten|reword|rephrase|rewrite|paraphrase|proofread|polish|draft|brainstorm|recommend|suggest|advise|compose|describe|discuss|argue|critique|invent|imagine|tell me (?:a|about|three|some)|think of|come up with|correct my (?:letter|text|essay|english))\b|总结|概括|概述|浓缩|润色|润一|改写|缩写|拟|推荐|建议|介绍|点评|描述|起[个一]|想[几两三个一]|编[个一段]|讲[讲个]|说说/,
  code: /\b(?:debug|refactor|implement|program|code|compile|deploy|patch|unit.?test|lint|port this|moderni[sz]e|unminify)\b|\b(?:fix|repair|mend|correct|optimi[sz]e|improve|document|review|rewrite|change|adapt|update|get rid of)\b(?=.{0,40}\b(?:code|script|function|loop|bug|class|method|query|sql|css|html|parser|handler|program|regex|snippet|template|client|component|loader|macro|off-by-one|terraform|it)\b)|调试|重构|实现|编程|编码|封装|部署|编译|写(?:代码|程序|脚本)|(?:修|改|修复|修好|优化)(?=.{0,12}(?:代码|脚本|函数|循环|程序|查询|sql|bug|接口))|(?:代码|脚本|函数|程序|sql|bug).{0,10}(?:修|改|优化|重写)/,
  math: /\b(?:solve|calculate|compute|work out|figure out|add up|sum up the|integrate|differentiate|derive|prove|evaluate|simplify|factori[sz]e|determine|estimate|multiply|divide|split|convert \d|how (?:much|many|long|far)|what(?:'?s| is| are) (?:the )?(?:\w+ ){0,2}(?:sum|total|average|mean|median|probability|chance|odds|derivative|integral|interest|area|volume|share|root|roots|percentage|limit|break-even)|find the (?:\w+ )?(?:roots?|derivative|integral|eigenvalues?|limit|sum|area|volume|median|mean|gcd|extrema|prime)|find all)\b|计算|算算|算一|算出|算下|算好|手算|求解|求出|求(?=[\da-z（(前一所两三方矩最积导极x∑√])|解方程|解[一这出下](?!释)|解(?=\d|[a-z])|证明|推导|化简|积分|求导|因式分解|加起来|合计|分摊|均摊|多少(?=[元钱块岁度个只秒天升次米公种页位人桶倍分种]|[，。？?,]|$)|等于几|各几|几[只个次种]|到期本息/,
  translate: new RegExp(
    `\\b(?:translat(?:e|ing|ion)|put (?:\\w+ ){1,6}into (?:${LANGUAGE})|render (?:\\w+ ){0,6}(?:into|in) (?:${LANGUAGE})|how (?:do|would|does|to) (?:you|i|we|one|it|a|an|the)? ?(?:\\w+ )?(?:say|sound)|(?:${LANGUAGE})(?: |-)(?:version|translation)|(?:to|into) (?:${LANGUAGE})|(?:${LANGUAGE}) to (?:${LANGUAGE})|mean(?:s)? in (?:${LANGUAGE})|in (?:${LANGUAGE})(?: too| as well| please|$))\\b|翻译|翻成|翻译成|译成|译为|译一|译出|译文|翻一|翻下|翻出|直译|对照翻译|(?:${LANGUAGE_ZH})(?:怎么[说讲]|版|翻译|译)`,
  ),
  structured:
    /\b(?:tabulate|jsonify|reformat|convert (?:\w+ ){0,5}(?:to|into) (?:a )?(?:json|csv|yaml|xml|table|markdown)|(?:extract|parse|pull)\b)|提取|抽取|抽出|列表给|列成表|做成表|整理成(?:表|csv|json|yaml|xml)|转成(?:json|csv|yaml|xml|表)|列[个成出一]?[张个]?表|列一?[张个](?=.{0,12}表)|[做出弄][个张成]?表|按 ?[{《]/,
};

/** Things that are made, each the work of one expert. */
export const NOUNS: Readonly<Record<Label, RegExp>> = {
  general:
    /\b(?:poem|haiku|limerick|story|letter|e-?mail|blog|essay|speech|slogans?|tagline|joke|toast|card|note|message|announcement|press release|article|summary|caption|apology|complaint|reply|advice|tips|name for|names|arguments|paragraph|bio|review|motto|quotes|obituary|invitation|post|sentences|text for|copy for|sales pitch|script for a)\b|诗|故事|信|邮件|文案|作文|致辞|演讲|口号|笑话|祝酒词|贺卡|感谢卡|短信|群消息|公告|新闻稿|文章|悼|名字|请假条|句(?=.{0,6}话)|名言|摘要|口诀|简介|自我介绍|大纲/,
  code: /\b(?:code|script|function|regex|program|query|sql|css|html|unit test|pytest|tests?|macro|class|component|endpoint|api|bot|app|website|landing page|crawler|simulation|one-liner|shell|bash|python|javascript|typescript|java|rust|golang|go|kotlin|swift|ruby|php|perl|lua|julia|haskell|matlab|numpy|pandas|r script|c\+\+|c#|excel formula|formula for it|formula that|sheets formula|vba|cron|dockerfile|docker|docker-compose|ansible|terraform|kubernetes|git|awk|grep|curl|powershell|assembly|command|bug|traceback|stack trace|snippet|arduino|routine|enum|hook|flask|react|vue|node|express|matplotlib|js|loop|recursion|sort(?:ing)? algorithms?|bubble sort|quicksort)\b|代码|脚本|函数|正则|程序|爬虫|接口|单元测试|单测|网页|网站|组件|小程序|机器人|命令|算法|数据库|公式可以|公式能|excel ?公式|前端|后端|报错|bug|python|javascript|java|rust|html|css|sql|awk|bash|dockerfile|makefile|react|matlab|vba|crontab|matplotlib|排序算法|快速排序|归并排序|递归|冒泡|二分查找|循环|枚举/,
  math: /\b(?:equations?|integral|derivative|probability|percent|average|median|mean|standard deviation|variance|interest|prime|primes|matrix|eigenvalues?|roots?|theorem|proof|word problem|homework|sum|total|per head|per person|each owes|monthly payment|instalments?|depreciation|vat|tip|ratio|pace|area|volume|odds|growth|share|divisors|factors|timesheet)\b|\d ?%|[\dx] ?[+*/^=×÷-] ?[\dx(]|方程|导数|概率|百分|平均|标准差|方差|利息|利率|复利|质数|素数|矩阵|特征值|定理|应用题|每人|人均|总价|总共|一共|一次|月供|折旧|税|打.折|折后|面积|体积|配速|本息|根|极值|公约数|公倍数|期望|电费|工资|工时/,
  translate: new RegExp(`\\b(?:translation|${LANGUAGE})\\b|译|${LANGUAGE_ZH}`),
  structured:
    /\b(?:json|csv|yaml|xml|toml|tables?|spreadsheet|markdown|columns|schedule|spreadsheets?)\b|\{ ?["“]|json|csv|yaml|xml|toml|表格|表$|清单|字段|markdown/,
};

/** What only makes: the thing made says whose work it is. */
export const MAKES =
  /^(?:write|create|make|build|give|show|produce|generate|set up|design|develop|prepare|supply|include|add|need|want|sketch|compose|get|code|program|implement)\b|^(?:写|做|造|编写|编|开发|设计|生成|实现|用.{1,10}[写做搭建]|搭|来|要|给我?|建|封装)/;

/** Asks, even where no expert is named. */
export const QUESTION =
  /[?？]\s*$|怎么|如何|[吗呢]\s*$|为什么|什么|哪[个些里种]|^(?:what|why|how|which|when|who|is|are|does|do|should)\b/;
/** Announces one more wish, even where it only names a thing. */
export const ONE_MORE =
  /^(?:and|then|plus|also|after\w*(?: that)?|next|&|\+),? (?:also |then )?(?:a|an|some|one|two|three|the|its|write|give|tell|\w+ing)\b|^(?:外加|附|再|另外|顺便|顺手|还要|以及|之后|最后|配)/;
/** Behind these a Chinese verb is the last one. */
export const OBJECT_FIRST = /[把将]/;

/** What stands before the wish itself. One at a time, at the beginning. */
export const FILLER =
  /^(?:[\s,.;:!?、，。；：！？)\]*•-]+|(?:please|pls|plz|kindly|also|then|and|so|now|first|firstly|second|secondly|next|finally|lastly|afterwards?|after that|after this|later|just|ok|okay|hi|hello|hey|n|to|maybe|let'?s|i(?:'d| would)? (?:also )?(?:like|love|need|want|have)(?: you)?(?: to)?|(?:can|could|would|will) (?:you|u)(?: please| also| kindly)?|you|help me(?: to)?|me|need(?: you)? to)\b|请你?|麻烦你?|帮忙|帮我?|帮|给我|先|再|然后|接着|并且?|同时|顺便|顺手|另外|还有|还要|最后|之后|随后|以及|而且|此外|也|我想要?|我要|能不能|能否|可以|你|一下|下)/;

/** Behind these an English wish only says more about what it wants. */
export const SUBORDINATE =
  /\b(?:that|which|who|where|whose|so that|because|when|about|from|using|for|of|with|to (?!(?:me|my|us|our|the|a|an)\b))(?=\s|$)/;

/** Where one wish may end and the next begin; group 1 holds a word that says "and then". */
export const BOUNDARY =
  /[.?!](?=\s|$)|[;,](?=\s)|[。？！；，、]|\n|\s[-–—+&]\s|->|→|\b(?:and then|and also|and|then|also|plus|after(?:wards?| that| this| it)|as well as|followed by|together with|next|later|n)\b|并且|并|然后|再(?!见)|同时|顺便|顺手|另外|接着|接下来|之后|完后|以及|还要|还有|随后|最后|外加|附|随即|又/g;

/** Connectives that announce another task, each kind a sign of its own. */
export const CONNECTIVES = {
  later:
    /\band then\b|\bthen\b|\bafter(?:wards?| that| this)\b|\bnext\b|\bfollowed by\b|\bonce\b|然后|接着|之后|随后|接下来|最后|再(?!见)/,
  also: /\balso\b|\bas well\b|\btoo\b|\bplus\b|\btogether with\b|\s[+&]\s|顺便|另外|同时|顺手|还要|附/,
  and: /\band\b|并|以及|，/,
  list: /(?:^|\n)\s*(?:\d+\s*[.)）、:]|[a-z]\)|[-*•]\s|[①-⑩]|[一二三四]、|step \d)/,
} as const;

/** Tells a translator what to leave alone. */
export const KEEPS =
  /\b(?:keep|leave|preserve|stay|stays|untouched|same json|placeholders)\b|保留|保持|不变|别[动变]|不要动|格式/;
/** What is written in a picture, vision reads alone. */
export const READS_ALOUD =
  /\b(?:text|read|says?|written|spelled|spelling|transcribe)\b|文字|写的|写了|抄|读出|字[是有拼]|那行字/;
/** Signs that what is named is talked about, not wanted. */
export const TALKS_ABOUT =
  /\b(?:should i|what should|which (?:one )?(?:should|first)|how (?:should|do|can) i (?:answer|say no|tell|reply)|he said|she said|my boss|wrote|is it worth|to-?do|todo|minutes of|meeting|reminder|who (?:was|is|invented|translated)|difference between|history of|do you think|is that rude|job|careers?|study|learn)\b|待办|要不要|该怎么办|怎么回|他说|老板|哪个好|区别|历史|怎么拒绝|做什么|分工|群里|会议|谁把|谁发明|学[习好会]|送|求职|招聘|^(?:from|to):|通知|周[一二三四五六日].{0,12}周|mon(?:day)?.{0,30}tues?|asking us|want from|他[到们要]/m;
/** What a translation of one's own answer is of: words that another expert writes first. */
export const OWN_WORDS =
  /\b(?:explanation|comments?|instructions?|message|labels?|captions?|answer|docs?|documentation|help text|summary|summaries|review|steps|working|proof|reasoning|result|description|it|that|them|this)\b|说明|注释|解释|讲解|标签|文档|提示|答案|总结|概括|步骤|过程|结果|描述|意见|它|思路|帮助/;
/** Plays a part or asks for prose with one block in it: one answer. */
export const ROLE =
  /\b(?:act as|you are an?|as an? \w+(?:ist|er|or|ian),|pretend|imagine you|role)\b|扮演|^你是(?:一?[个名位])?[^不，。？]{2,8}[，。]|你是一?[个名位]|作为一?[个名位]/;
/** Code in a message, be it asked about or only carried along. */
export const CODE_MATERIAL =
  /```|[;{}]\s*(?:\n|$)|\b(?:def|function|class|return|import|const|let|var|print|select|public|void|int|for|if|while)\b ?[\w.*(]+ ?[(={:]|=>|\w\(\w*\)|\bselect\b.+\bfrom\b|[a-z_]+error:|\w+\[\w+\]|:=|<\/\w+>/;
