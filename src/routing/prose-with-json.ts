/** Of a longer text only this much at either end is searched, in UTF-16 units: a request stands at one of them. */
const SEARCHED_CHARS = 2_000;

/** Prose or data alone is wanted after all. */
const JSON_ALONE =
  /\bjson only\b|\bonly (?:the |a |valid )?json\b|\bnothing (?:else|but)\b|\bno (?:prose|explanations?|other text|extra text)\b|\bwithout (?:any )?(?:explanations?|prose|other text)\b|(?:只|仅)(?:需|要|能|可)?(?:输出|返回|给出|回复|用|给|要)?[^。，\n]{0,6}json|(?:不要|无需|不需要|不用|别)[^。，\n]{0,8}(?:解释|说明|其他|其它|多余|文字)|json[^。\n]{0,6}(?:即可|就行|就好)/i;
/** JSON is what the talk is about, or programs are; the classifier knows better. */
const ABOUT_CODE =
  /\b(?:pars(?:e[rs]?|ing)|functions?|code|coding|scripts?|(?:write|create|build|this|my) (?:an? )?program|snippet|regex|api|endpoints?|python|javascript|typescript|java|golang|rust|sql|c\+\+|serializ\w*|deserializ\w*|json schema|translate)\b|c#|函数|代码|程序|脚本|接口|解析 ?json|json ?解析|序列化|翻译/i;

/** What is told in prose: asked for by verb, or as a text of its own. */
const EN_PROSE =
  '\\b(?:explain|describe|discuss|elaborate on|recommend|introduce|advise|tell (?:me|us) (?:about|why|how|what)|(?:write|give|provide|produce|generate|create|draft|compose|prepare|make)\\b[^.!?\\n]{0,40}?\\b(?:report|essay|article|summary|overview|paragraphs?|introduction|analysis|explanation|description|commentary|review|story|letter|email|memo|note|post|brief|text|prose))\\b';
/** What asks for prose only where more is asked for expressly: the summary itself is often what is to be JSON. */
const EN_SUMMARY = '\\b(?:summari[sz]e|analy[sz]e|assess|evaluate|compare)\\b';
const EN_AND =
  '(?:\\band\\b|\\bthen\\b|\\balso\\b|\\bplus\\b|\\bfollowed by\\b|\\bas well as\\b|\\bfinally\\b|\\badditionally\\b|\\bin addition\\b|\\bafterwards?\\b|\\bafter that\\b|\\b(?:end|close|finish) with\\b|\\bat the end\\b|[.;!?\\n])';
const EN_ALSO =
  '(?:\\balso\\b|\\bplus\\b|\\bas well as\\b|\\badditionally\\b|\\bin addition\\b|\\bfollowed by\\b|\\bseparately\\b)';
const EN_GIVE =
  '\\b(?:list|give|output|provide|return|present|show|put|add|include|append|format|state|express|extract|attach|supply|print|name|report|write|generate|produce|create|summari[sz]e|record)\\b';
const EN_AS_JSON =
  '(?:in|as|into|using)\\s+(?:an?\\s+|one\\s+|the\\s+)?(?:valid\\s+|single\\s+|fenced\\s+)*json\\b';
const EN_A_JSON =
  '\\ban?\\s+(?:[\\w-]+\\s+){0,2}?json\\s+(?:object|block|array|list|summary|part|section|table|of|with|containing)\\b';
/** The same once more, as data: one thing is asked for, not two. */
const EN_SAME =
  /^(?:(?:it|them|this|that|these|those|everything|all|all of (?:it|them|this)|(?:the|your|its|my) (?:\w+ )?(?:results?|answers?|output|response|report|essay|article|summary|overview|analysis|explanation|description|review|text|story|letter|email)) ?)(?:back |to me )?$/i;

const ZH_PROSE =
  '(?:解释|推荐|阐述|阐释|讲述|讲解|讲讲|说明|论述|描述|介绍|谈谈|说说|(?:写|撰写|生成|给出|提供|出具|编写|做|准备|起草|创作|形成|输出)[^。！？\\n]{0,24}?(?:报告|文章|短文|作文|总结|摘要|综述|简介|介绍|说明|分析|解释|评论|点评|故事|信|邮件|段落|一段话|[\\u4e00-\\u9fff]词(?!汇|语|条)|文案|稿|文字|文本|随笔|讲稿|概述))';
const ZH_SUMMARY = '(?:总结|概括|分析|评估|比较|对比|归纳)';
const ZH_AND = '(?:并且|并|同时|然后|再|最后|另外|此外|以及|接着|之后|还要|还请|末尾|结尾|附上|[。；;！\\n])';
const ZH_ALSO = '(?:同时|另外|此外|还要|还请|另|末尾|结尾)';
const ZH_BY = '(?:以|用|按照?|采用|使用)';
const ZH_JSON =
  '\\s*(?:标准|合法|一个|一段)?(?:的)?\\s*json\\s*(?:数据)?(?:的)?(?:格式|形式|结构|数组|对象|列表|block|块)?';
const ZH_GIVE =
  '(?:来)?(?:列出|列举|列明|输出|给出|返回|提供|呈现|展示|整理|归纳|总结|汇总|表示|附上|写出|标出|记录|概括|列)';
const ZH_SAME =
  /^(?:它们?|其|全部|所有|以上|上述|这些|该|你的|最终|分析|处理|总结|报告)*(?:的)?(?:结果|内容|回答|答案|报告|总结|摘要|信息|文本|出来|给我)?$/;

interface Form {
  /** Finds the part that is to be JSON, `object` being what is to be in it. Prose has to be asked for before it. */
  readonly json: RegExp;
  readonly prose: RegExp;
  readonly same: RegExp;
}

const FORMS: readonly Form[] = [
  ...[
    [EN_PROSE, EN_AND],
    [EN_SUMMARY, EN_ALSO],
  ].flatMap(([prose, and]) => [
    // "… and list three events in JSON format"
    en(`${and}[^.!?\\n]{0,30}?${EN_GIVE}\\s+(?<object>[^.!?\\n]{2,160}?)\\s*${EN_AS_JSON}`, prose),
    // "… and, in JSON format, list three events"
    en(`${and},?\\s*${EN_AS_JSON}(?:\\s+format)?,?\\s+${EN_GIVE}\\s+(?<object>[^.!?\\n]{2,160})`, prose),
    // "… and a JSON object with three events"
    en(`${and}[^.!?\\n]{0,60}?${EN_A_JSON}(?<object>[^.!?\\n]{2,160})`, prose),
  ]),
  ...[
    [ZH_PROSE, ZH_AND],
    [ZH_SUMMARY, ZH_ALSO],
  ].flatMap(([prose, and]) => [
    // 「……，并以 JSON 格式列出三个关键事件」
    zh(`${and}[^。！？\\n]{0,12}?${ZH_BY}${ZH_JSON}\\s*${ZH_GIVE}(?<object>[^。！？，,\\n]{1,80})`, prose),
    // 「……，并将关键指标以 JSON 格式输出」「……，最后列出关键事件，以 JSON 格式」
    zh(
      `${and}[^。！？\\n]{0,6}?(?:把|将|${ZH_GIVE})(?<object>[^。！？\\n]{1,60}?)[，,]?(?:${ZH_BY}|整理成|整理为|写成|转成|做成|列成|输出为|输出成|成|为)${ZH_JSON}`,
      prose,
    ),
    // 「……，并附上一个包含关键指标的 JSON」
    zh(
      `${and}[^。！？\\n]{0,6}?(?:附上|附|给出|提供|输出|加上|包含)(?:一个|一份|一段)(?<object>[^。！？\\n]{0,60}?)\\s*json`,
      prose,
      /^$/,
    ),
  ]),
];

/** Data first, and words about it after. */
const REVERSED: readonly RegExp[] = [
  new RegExp(
    `${EN_GIVE}\\s+[^.!?\\n]{2,160}?\\s${EN_AS_JSON}[^!?\\n]{0,80}?${EN_AND},?\\s*(?:also|then|please|finally|afterwards|after that|below it|,|\\s)*${EN_PROSE}`,
    'i',
  ),
  new RegExp(
    `${ZH_BY}${ZH_JSON}\\s*${ZH_GIVE}[^。！？\\n]{2,80}?[，,。；;\\n]\\s*(?:并且|并|同时|然后|再|最后|接着|另外|此外)[^。！？\\n]{0,12}?${ZH_PROSE}`,
    'i',
  ),
];

function en(json: string, prose: string | undefined): Form {
  return { json: new RegExp(json, 'i'), prose: new RegExp(prose ?? EN_PROSE, 'i'), same: EN_SAME };
}

function zh(json: string, prose: string | undefined, same = ZH_SAME): Form {
  return { json: new RegExp(json, 'i'), prose: new RegExp(prose ?? ZH_PROSE, 'i'), same };
}

/**
 * True when a message asks for prose and for a part of the answer as JSON, in English or Chinese: two things in one
 * answer. What is to be JSON as a whole, or is about JSON, is neither. Pure; in time bounded by what is searched.
 *
 * @example asksForProseWithJson('Explain why Rome fell, and list three causes in JSON format.') // true
 * @example asksForProseWithJson('Summarise this as JSON: …') // false
 */
export function asksForProseWithJson(text: string): boolean {
  if (!/json/i.test(text)) return false;
  return windows(text)
    .map(ownWords)
    .some((words) => {
      if (JSON_ALONE.test(words) || ABOUT_CODE.test(words)) return false;
      return FORMS.some((form) => speaks(form, words)) || REVERSED.some((pattern) => pattern.test(words));
    });
}

function windows(text: string): string[] {
  if (text.length <= 2 * SEARCHED_CHARS) return [text];
  return [text.slice(0, SEARCHED_CHARS), text.slice(-SEARCHED_CHARS)];
}

/** What is quoted or fenced is the material of a request. */
function ownWords(text: string): string {
  return text
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/code ?block|代码块/gi, 'block')
    .replace(/“[^”]{12,}”|「[^」]{12,}」|"[^"\n]{12,}"|`[^`\n]+`/g, ' ');
}

function speaks({ json, prose, same }: Form, words: string): boolean {
  const asked = prose.exec(words);
  if (asked === null) return false;
  const found = json.exec(words.slice(asked.index + 1));
  return found !== null && !same.test(found.groups?.object?.trim() ?? '');
}
