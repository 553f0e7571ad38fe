/** What is done by rule to an answer so that it fits, in words for people. */
export const MENDINGS = {
  syntax: 'its syntax was mended',
  dropped: 'it was cut off; what was unfinished at its end was left out',
  closed: 'it was cut off in its last text',
  around: 'other words around it were left out',
  text: 'it was read from a text that held it',
  bare: 'it was read from bare words',
  unwrapped: 'it was taken out of what stood around it',
  wrapped: 'it was put into a list',
  converted: 'values written in another type were read as the schema has them',
  renamed: 'fields were named as the schema has them',
  spelled: 'values were spelled as the schema lists them',
  listed: 'single values were put into lists',
  nulls: 'empty fields were left out',
  extra: 'fields that the schema does not have were left out',
} as const;

export type Mending = keyof typeof MENDINGS;
