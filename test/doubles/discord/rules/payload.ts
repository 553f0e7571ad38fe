import { isObject, type Json, objects } from '../json.ts';
import type { Upload } from '../rest/call.ts';
import { type FieldProblem, invalidForm, Refusal } from '../rest/errors.ts';
import { LIMITS } from './limits.ts';

const COMPONENTS_V2 = 1 << 15;
/** Counts as Discord does: code points. */
const lengthOf = (text: unknown): number => (typeof text === 'string' ? [...text].length : 0);

/** What Discord refuses in a message although its OpenAPI document takes it. @throws Refusal */
export function checkPayload(body: Json, files: readonly Upload[], fileBytes: number): void {
  const problems = [
    ...contentProblems(body),
    ...embedProblems(body),
    ...componentProblems(body),
    ...mentionProblems(body),
    ...attachmentProblems(body, files),
  ];
  if (problems.length > 0) throw invalidForm(problems);
  checkBytes(files, fileBytes);
}

function contentProblems({ content }: Json): FieldProblem[] {
  if (lengthOf(content) <= LIMITS.content) return [];
  const message = `Must be ${LIMITS.content} or fewer in length.`;
  return [{ path: ['content'], code: 'BASE_TYPE_MAX_LENGTH', message }];
}

function embedProblems({ embeds }: Json): FieldProblem[] {
  const all = objects(embeds);
  const size = all.reduce((sum, embed) => sum + embedSize(embed), 0);
  const tooMuch =
    size <= LIMITS.allEmbeds
      ? []
      : [
          problem(
            ['embeds'],
            'MAX_EMBED_SIZE_EXCEEDED',
            `Embed size exceeds maximum size of ${LIMITS.allEmbeds}`,
          ),
        ];
  const empty = all.flatMap((embed, index) =>
    embedSize(embed) > 0 || isObject(embed.image) || isObject(embed.thumbnail)
      ? []
      : [problem(['embeds', String(index), 'description'], 'BASE_TYPE_REQUIRED', 'This field is required')],
  );
  return [...tooMuch, ...empty];
}

/** Characters of an embed that count. */
export function embedSize(embed: Json): number {
  const { title, description, footer, author, fields } = embed;
  const named = [title, description, isObject(footer) && footer.text, isObject(author) && author.name];
  const inFields = objects(fields).flatMap(({ name, value }) => [name, value]);
  return [...named, ...inFields].reduce<number>((sum, text) => sum + lengthOf(text), 0);
}

/** A component and all inside it. */
export function nested(component: Json): readonly Json[] {
  const inner = [
    ...objects(component.components),
    ...[component.accessory, component.component].filter(isObject),
  ];
  return [component, ...inner.flatMap(nested)];
}

function componentProblems({ components, flags, content, embeds }: Json): FieldProblem[] {
  const top = objects(components);
  const all = top.flatMap(nested);
  const v2 = typeof flags === 'number' && (flags & COMPONENTS_V2) !== 0;
  const ids = all.map(({ custom_id: id }) => id).filter((id) => id !== undefined);
  const twice =
    ids.length === new Set(ids).size
      ? []
      : [
          problem(
            ['components'],
            'COMPONENT_CUSTOM_ID_DUPLICATED',
            'Component custom id cannot be duplicated',
          ),
        ];
  if (!v2) {
    const rows =
      top.length > LIMITS.actionRows
        ? [
            problem(
              ['components'],
              'BASE_TYPE_BAD_LENGTH',
              `Must be between 1 and ${LIMITS.actionRows} in length.`,
            ),
          ]
        : [];
    const modern = top.some(({ type }) => type !== 1)
      ? [problem(['components'], 'UNION_TYPE_CHOICES', 'Only action rows without IS_COMPONENTS_V2')]
      : [];
    return [...twice, ...rows, ...modern];
  }
  const text = all.reduce((sum, { type, content: words }) => sum + (type === 10 ? lengthOf(words) : 0), 0);
  const old = lengthOf(content) > 0 || objects(embeds).length > 0;
  return [
    ...twice,
    ...(all.length > LIMITS.components
      ? [problem(['components'], 'BASE_TYPE_BAD_LENGTH', `At most ${LIMITS.components} components`)]
      : []),
    ...(text > LIMITS.componentsText
      ? [problem(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'Too much text')]
      : []),
    ...(old
      ? [
          problem(
            ['content'],
            'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
            'Not with IS_COMPONENTS_V2',
          ),
        ]
      : []),
  ];
}

function mentionProblems({ allowed_mentions: allowed }: Json): FieldProblem[] {
  if (!isObject(allowed)) return [];
  const parse = Array.isArray(allowed.parse) ? allowed.parse : [];
  return (['users', 'roles'] as const)
    .filter((name) => parse.includes(name) && Array.isArray(allowed[name]) && allowed[name].length > 0)
    .map((name) =>
      problem(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${name}"] and ${name}: [ids...] are mutually exclusive.`,
      ),
    );
}

/** New entries have to name an upload of the request by its number. */
function attachmentProblems({ attachments }: Json, files: readonly Upload[]): FieldProblem[] {
  const missing = objects(attachments).flatMap(({ id }, index) => {
    const isNew = String(id).length < 3;
    return isNew && !files.some(({ key }) => key === String(id))
      ? [problem(['attachments', String(index)], 'ATTACHMENT_NOT_FOUND', 'Attachment data not found')]
      : [];
  });
  const many =
    files.length > LIMITS.files
      ? [problem(['attachments'], 'BASE_TYPE_BAD_LENGTH', `At most ${LIMITS.files} files`)]
      : [];
  return [...missing, ...many];
}

function checkBytes(files: readonly Upload[], fileBytes: number): void {
  const whole = files.reduce((sum, { content }) => sum + content.length, 0);
  if (whole > LIMITS.requestBytes || files.some(({ content }) => content.length > fileBytes))
    throw new Refusal(413, 40_005, 'Request entity too large', { blame: true });
}

const problem = (path: readonly string[], code: string, message: string): FieldProblem => ({
  path,
  code,
  message,
});
