import type { BigNumber } from 'mathjs';
import type { Side } from './sides.ts';

/** Words by which a person says that what stands there does not hold, or only so far. */
const DISOWNED =
  /contradict|impossible|incorrect|\bwrong|\bfalse\b|not equal|does(?:n['’]t| not)|is(?:n['’]t| not)|\bnever\b|no solution|mistake|instead of|\bmod(?:ulo)?\b|\bbase\b|\bbinary\b|\bhex|matri|vector|o['’]clock|\b[ap]\.?m\b|puzzle|pattern|不成立|矛盾|错误|不等|不是|不对|不符|不满足|进制|误|≠|≡/i;
const ROUNDED =
  /remainder|left ?over|\br(?:est)?\s?\.?\d|round|about|approx|roughly|nearly|almost|floor|ceil|estimat|quotient|nearest|whole|truncat|at least|at most|complete|full|余|剩|四舍五入|约|取整|近似|大约|进一|去尾|商|……|…/i;
/** Words of one dimension: between them people convert without a word. */
const DIMENSIONS: readonly RegExp[] = [
  /^(?:s|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?|days?|weeks?|months?|years?|decades?|秒|分钟|分|小时|时|天|日|周|星期|个?月|年)$/i,
  /^(?:mm|cm|dm|m|km|millimet\w+|centimet\w+|met(?:er|re)s?|kilomet\w+|inch(?:es)?|in|ft|feet|foot|yards?|yd|miles?|mi|毫米|厘米|分米|米|千米|公里|里)$/i,
  /^(?:mg|g|kg|grams?|kilograms?|tons?|tonnes?|pounds?|lbs?|ounces?|oz|克|千克|公斤|斤|吨|毫克)$/i,
  /^(?:ml|l|liters?|litres?|milliliters?|cups?|pints?|quarts?|gallons?|tablespoons?|teaspoons?|升|毫升)$/i,
  /^(?:cents?|¢|dollars?|pennies|penny|nickels?|dimes?|quarters?|usd|euros?|元|角|分|块|毛)$/i,
];
/** Units of physics and chemistry: between them people convert without a word, too. */
const PHYSICAL =
  /^(?:rad(?:ian)?s?|deg(?:ree)?s?|°[CF]?|arc(?:sec|min)\w*|k?e?V|[kM]?J|joules?|k?cal|K|kelvin|mol(?:e|ar)?s?|atoms?|Å|angstroms?|[nμ]m|[kM]?Hz|[kM]?Pa|atm|[kM]?W|N|C|days?)$/i;
/** Units with a prefix that stands for a power of ten. */
const PREFIXED =
  /^(?:k|c|d|m|μ|n|p|M|G|kilo|centi|milli|micro|nano|mega)(?:g|m|J|eV|Hz|Pa|W|V|A|s|L|l|mol|N|gram|meter|liter|watt)s?$/;
const SCALE =
  /^(?:dozens?|pairs?|scores?|hundreds?|thousands?|millions?|billions?|k|halves|half|十|百|千|万|亿|打|对|双).*$/i;

function bare(unit: string): string {
  return unit.replace(/[\u2039\s.]/g, '');
}

function isPowerOfTen(ratio: BigNumber): boolean {
  return /^10*$/.test(ratio.toSignificantDigits(3).toFixed()) && ratio.gte(10);
}

/** Whether the words around an equation say that it is not meant to hold as it stands. */
export function isDisowned(around: string): boolean {
  return DISOWNED.test(around);
}

/** Whether the words around an equation speak of a remainder or of rounding. */
export function isSaidRounded(around: string): boolean {
  return ROUNDED.test(around);
}

/**
 * Whether units in it are converted, which is not read: `2 hours + 30 minutes = 150 minutes`, `4.19 × 10⁴ = 41.9 kJ`.
 *
 * @param ratio of the two sides, the larger one by the smaller; null where one is zero
 */
export function converts(left: Side, right: Side, ratio: BigNumber | null): boolean {
  const [own, other] = [left.units.map(bare), right.units.map(bare)];
  const units = [...own, ...other];
  const isOther = other.length > 0 && own[0] !== other[0];
  if (isOther && own.length > 0 && units.some((unit) => PHYSICAL.test(unit))) return true;
  if (isOther && ratio !== null && isPowerOfTen(ratio) && other.some((unit) => PREFIXED.test(unit)))
    return true;
  if (units.some((unit) => SCALE.test(unit))) return true;
  return DIMENSIONS.some((dimension) => {
    const own = new Set(
      units.filter((unit) => dimension.test(unit)).map((unit) => unit.toLowerCase().replace(/s$/, '')),
    );
    return own.size > 1;
  });
}
