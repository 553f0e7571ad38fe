import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asksForProseWithJson } from '../../src/routing/prose-with-json.ts';
import { decideByRules } from '../../src/routing/rules.ts';

const TABLE =
  '| 季度 | 收入（万元） | 净利润（万元） |\n| --- | --- | --- |\n| Q1 | 1200 | 180 |\n| Q2 | 1350 | 210 |';

const BOTH = [
  '请扮演一位历史老师，解释秦始皇统一六国的原因，并以 JSON 格式列出三个关键事件及其影响。',
  `你是一个金融分析师，请根据以下表格生成一份简要报告，并以 JSON 格式输出关键指标。\n\n${TABLE}`,
  `${TABLE}\n\n你是一个金融分析师，请根据上面的表格生成一份简要报告，并以JSON格式输出关键指标。`,
  '介绍一下太阳系，同时用 JSON 列出八大行星的直径。',
  '写一篇关于可再生能源的短文，最后把三个要点整理成 JSON 格式。',
  '请说明新冠疫苗的工作原理，然后以json形式给出主要类型和代表产品',
  '讲讲丝绸之路的历史。另外，请以 JSON 格式列出沿线的五座城市及其今天的国家。',
  '请写一份市场分析报告，并附上一个包含关键数据的 JSON。',
  '先以 JSON 格式列出三个原因，然后用文字解释每个原因。',
  '总结这篇文章，同时以 JSON 格式列出文中的人物。',
  'Explain why the Roman Empire fell, and list three key events and their effects in JSON format.',
  'Act as a history teacher: explain the causes of World War I and provide a JSON object with the three main events.',
  `You are a financial analyst. Write a brief report on the table below and output the key figures as JSON.\n\n${TABLE}`,
  'Describe how vaccines work. Then list the main types and one example of each in JSON.',
  'Give me a short overview of the planets, followed by a JSON array with name and diameter of each.',
  'Write an essay about coffee, and at the end add the five largest producers as valid JSON.',
  'Explain photosynthesis and, in JSON format, list its inputs and outputs.',
  'Tell me about Marie Curie and give the dates of her life as JSON.',
  'As a chef, tell me about ragù and close with a JSON of its main ingredients.',
  'You are a travel agent. Recommend a weekend in Porto and add the budget as JSON.',
  '你是旅行顾问，推荐青岛两日游，并用 JSON 给出预算。',
  '作为人力资源主管，写一段新人欢迎词，并以 JSON 格式附上入职三步骤。',
  'Explain the Apollo program and list three missions in a JSON code block.',
  '解释光合作用的过程，并用 JSON 代码块列出原料和产物。',
  'Summarise the article and also list the people in it as JSON.',
  'List three causes of inflation as JSON, and then explain each of them in a paragraph.',
];

const NOT_BOTH: readonly (readonly [kind: string, text: string])[] = [
  ['data alone', 'Return the result as JSON only.'],
  ['data alone', 'Extract the names and ages as JSON: Ann is 31.'],
  ['data alone', 'Summarize this and return it as JSON: the meeting is on Monday.'],
  ['data alone', 'Summarize the text and list the key points in JSON.'],
  ['data alone', 'Write a report on sales in JSON format.'],
  ['data alone', 'Write a product description and return it as JSON.'],
  ['data alone', 'Explain the causes of the war and give the answer as JSON.'],
  ['data alone', 'Explain photosynthesis in JSON format.'],
  ['data alone', 'Analyze the reviews and output the sentiment of each in JSON.'],
  ['data alone', 'Describe the picture and list its objects as JSON, no explanation.'],
  ['data alone', 'Generate five users with name and email in JSON.'],
  ['data alone', '提取下文中的姓名和年龄，并以 JSON 格式输出：张伟，31岁。'],
  ['data alone', '分析这些评论，并以 JSON 格式输出结果。'],
  ['data alone', '解释以下内容，并以 JSON 格式输出。'],
  ['data alone', '写一份报告，并以 JSON 格式返回报告内容'],
  ['data alone', '解释秦始皇统一六国的原因，并以 JSON 格式列出三个关键事件，只输出 JSON。'],
  ['data alone', '解释原因，并以 JSON 格式列出三个事件，不要输出其他文字'],
  ['data alone', '以 JSON 格式列出中国的五个城市。'],
  ['data alone', '总结成JSON，包含公司、岗位、薪资：招数据分析师，西安，月薪9100。'],
  ['code', '写一段解析 JSON 的代码，并解释每一步。'],
  ['code', 'Explain this Python function and list its parameters in JSON.'],
  ['code', 'Write a script that reads a file and prints its lines as JSON, then explain it.'],
  ['talk about JSON', 'Explain what JSON is and list three of its uses.'],
  ['talk about JSON', '解释一下 JSON 是谁发明的，当时是为了解决什么'],
  ['prose alone', 'Explain why the Roman Empire fell and list three key events.'],
  ['prose alone', '解释秦始皇统一六国的原因，并列出三个关键事件。'],
  ['a quotation', 'What do people mean by "explain the war and list three events in JSON format"?'],
  ['a translation', 'Translate: Explain the war and list three events in JSON format.'],
];

test.each(BOTH)('prose and a part in JSON: %s', (text) => {
  expect(asksForProseWithJson(text)).toBe(true);
});

test.each(NOT_BOTH)('%s: %s', (_, text) => {
  expect(asksForProseWithJson(text)).toBe(false);
});

test('a request behind long material is seen', () => {
  const material = 'Coffee was first grown in Ethiopia. '.repeat(2_000);
  expect(asksForProseWithJson(`${material}\n\n${BOTH[10]}`)).toBe(true);
});

test('a text of any length is read in bounded time', () => {
  const piece = fc.constantFrom(
    'explain ',
    'and ',
    'list ',
    'in ',
    'json ',
    '解释',
    '并',
    '以',
    ' JSON 格式',
    '列出',
    ', ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      // A pattern that goes back and forth would take hours here.
      expect(typeof asksForProseWithJson(`${pieces.join('').repeat(500)} json`)).toBe('boolean');
    }),
    { numRuns: 20 },
  );
});

describe('the rule', () => {
  const [text = ''] = BOTH;
  const question = {
    text,
    forced: null,
    attachments: [],
    state: { lastExpert: null, pinned: null },
  } as const;

  test('sends such a message to general, and says why', () => {
    const route = decideByRules(question);
    expect(route).toMatchObject({ expert: 'general', tier: 'rule', confidence: 1 });
    expect(route?.reason).toMatch(/JSON/);
  });

  test('gives way to a command, a pin, a picture and a reply', () => {
    expect(decideByRules({ ...question, forced: 'structured' })?.expert).toBe('structured');
    const state = { lastExpert: null, pinned: 'code' } as const;
    expect(decideByRules({ ...question, state })?.expert).toBe('code');
    expect(decideByRules({ ...question, attachments: ['image/png'] })?.expert).toBe('vision');
    expect(decideByRules({ ...question, repliedExpert: 'math' })?.expert).toBe('math');
  });
});
