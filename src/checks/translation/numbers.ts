/** Digits of other scripts, by their zero: Arabic-Indic, Persian, Devanagari, Bengali, Thai, … */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0xff10,
];
const HAN = '〇一二三四五六七八九';
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const HAN_SCALES: Readonly<Record<string, number>> = {
  万: 1e4,
  萬: 1e4,
  만: 1e4,
  亿: 1e8,
  億: 1e8,
  억: 1e8,
  兆: 1e12,
};

/** Digits in any script as `0` to `9`. */
export function westernDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? digit : String(code - zero);
  });
}

/**
 * The numbers of a text that a translation has to keep, as digits without separators: `1,234.50`, `1.234,50` and
 * `1 234,50` are all `12345` (a sign of order is lost, so that locale formats compare). Ones of one digit are often
 * written as words, and are left out.
 */
export function numbersOf(text: string): string[] {
  const plain = westernDigits(text).replace(/(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?!\d))/g, '');
  return (plain.match(/\d+(?:[.,٫٬’']\d+)*/g) ?? []).map(significant).filter((digits) => digits.length > 1);
}

/** All that a number of the source may have become: digits, with 万 or million behind, Chinese numerals. */
export function numberForms(text: string): Set<string> {
  const plain = westernDigits(text).replace(/(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?!\d))/g, '');
  const forms = new Set(
    (plain.match(/\d+(?:[.,٫٬’']\d+)*/g) ?? []).flatMap((number) => [
      significant(number),
      ...number.split(/\D+/).map(significant),
    ]),
  );
  for (const [han] of plain.matchAll(/[〇零一二两三四五六七八九十百千万萬亿億兆]{1,30}/g))
    forms.add(significant(String(hanValue(han))));
  return forms;
}

/** Zeros at the ends say only where the point is: 3,000,000 is 3 million and 300万. */
function significant(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+|0+$/g, '');
}

/** 三百二十五万 → 3250000; 二〇二四 → 2024. */
export function hanValue(text: string): number {
  const signs = [...text.replace(/零/g, '〇').replace(/两/g, '二')];
  if (signs.every((sign) => HAN.includes(sign)))
    return Number(signs.map((sign) => HAN.indexOf(sign)).join(''));
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const sign of signs) {
    const scale = HAN_SCALES[sign];
    if (scale !== undefined) {
      total += (section + digit || 1) * scale;
      section = digit = 0;
    } else if (HAN_UNITS[sign] !== undefined) {
      section += (digit || 1) * HAN_UNITS[sign];
      digit = 0;
    } else digit = HAN.indexOf(sign);
  }
  return total + section + digit;
}
