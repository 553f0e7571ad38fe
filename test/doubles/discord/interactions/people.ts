import { controlsOf } from '../controls.ts';
import type { Events } from '../events.ts';
import { isObject, type Json, objects } from '../json.ts';
import { attachmentObject, messageObject } from '../objects/message.ts';
import { memberObject, userObject } from '../objects/people.ts';
import type { CommandRegistry } from '../rest/commands.ts';
import { nested } from '../rules/payload.ts';
import type { DiscordChannel, DiscordFile, DiscordMessage, DiscordUser, Workspace } from '../workspace.ts';
import { type Callback, type IssuedInteractions, TYPE } from './issued.ts';
import { interactionObject } from './object.ts';

/** A modal that was opened before somebody. */
export interface OpenModal {
  readonly modal: Json;
  readonly channel: string;
  readonly user: string;
  readonly source: DiscordMessage | null;
}

interface Deps {
  readonly workspace: Workspace;
  readonly events: Events;
  readonly root: string;
  readonly registry: CommandRegistry;
  readonly issued: IssuedInteractions;
  /** Modals that the bot has opened, oldest first. */
  readonly modals: OpenModal[];
}

type Place = Pick<DiscordChannel, 'id'>;
export type OptionValues = Readonly<Record<string, string | number | boolean | Omit<DiscordFile, 'id'>>>;

const OPTION_TYPES = { string: 3, integer: 4, boolean: 5, number: 10, attachment: 11 } as const;
const CONTEXT = { message: 3, user: 2 } as const;

/** What people do with commands, buttons and forms. Each resolves to the first answer, or rejects when there is none. */
export class Doing {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Types a slash command with these options; throws when Discord's own form would not send it. */
  command(channel: Place, user: DiscordUser, name: string, values: OptionValues = {}): Promise<Callback> {
    const command = this.#command(channel, 1, name);
    const attachments: Record<string, unknown> = {};
    const options = Object.entries(values).map(([option, value]) => {
      const known = objects(command.options).find((one) => one.name === option);
      if (known === undefined) throw new Error(`/${name} has no option ${option}`);
      if (typeof value !== 'object') return checked(known, value);
      const file = { ...value, id: this.#deps.workspace.id() };
      attachments[file.id] = this.#upload(channel, user, file);
      return { name: option, type: OPTION_TYPES.attachment, value: file.id };
    });
    const missing = objects(command.options).find(
      ({ name: one, required }) => required === true && !(String(one) in values),
    );
    if (missing !== undefined) throw new Error(`/${name} needs ${missing.name}`);
    const resolved = Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {};
    return this.#send(TYPE.command, channel, user, { id: command.id, name, type: 1, options, ...resolved });
  }

  /** What Discord would offer for what has been typed so far. */
  async autocomplete(channel: Place, user: DiscordUser, name: string, option: string, typed: string) {
    const command = this.#command(channel, 1, name);
    const known = objects(command.options).find((one) => one.name === option);
    if (known?.autocomplete !== true) throw new Error(`/${name} ${option} has no autocomplete`);
    const options = [{ name: option, type: known.type, value: typed, focused: true }];
    const { data } = await this.#send(TYPE.autocomplete, channel, user, {
      id: command.id,
      name,
      type: 1,
      options,
    });
    return objects(data.choices);
  }

  /** Chooses a command from the context menu of a message. */
  onMessage(message: DiscordMessage, user: DiscordUser, name: string): Promise<Callback> {
    const channel = { id: message.channel };
    const command = this.#command(channel, CONTEXT.message, name);
    // Whoever is pointed at a message may read it, MESSAGE_CONTENT or not.
    const resolved = { messages: { [message.id]: this.#whole(message) } };
    const data = { id: command.id, name, type: CONTEXT.message, target_id: message.id, resolved };
    return this.#send(TYPE.command, channel, user, data);
  }

  /** Chooses a command from the context menu of a person. */
  onUser(channel: Place, target: DiscordUser, user: DiscordUser, name: string): Promise<Callback> {
    const command = this.#command(channel, CONTEXT.user, name);
    const resolved = { users: { [target.id]: userObject(target) }, members: { [target.id]: memberObject() } };
    const data = { id: command.id, name, type: CONTEXT.user, target_id: target.id, resolved };
    return this.#send(TYPE.command, channel, user, data);
  }

  /** Presses, or chooses, what carries this label; throws when nothing does. */
  async press(message: DiscordMessage, label: RegExp | string, user: DiscordUser): Promise<Callback> {
    const all = controlsOf(message);
    const control = all.find((one) =>
      typeof label === 'string' ? one.label === label : label.test(one.label),
    );
    if (control === undefined) throw new Error(`no ${label} among ${all.map((one) => one.label).join(', ')}`);
    return this.act(message, control.data, user);
  }

  /** Any action on a message, also one that its components do not have: a forged one. */
  act(message: DiscordMessage, data: Json, user: DiscordUser): Promise<Callback> {
    return this.#send(TYPE.component, { id: message.channel }, user, data, message);
  }

  /** Sends a modal that is open, with these values by `custom_id`; throws when it has no such field. */
  submit(
    { modal, channel, user, source }: OpenModal,
    values: Readonly<Record<string, string>>,
  ): Promise<Callback> {
    const fields = objects(modal.components).flatMap(nested);
    for (const id of Object.keys(values))
      if (!fields.some(({ custom_id }) => custom_id === id)) throw new Error(`no field ${id}`);
    const components = objects(modal.components).map((row) => filled(row, values));
    const data = { custom_id: modal.custom_id, components };
    return this.#send(TYPE.modal, { id: channel }, this.#deps.workspace.user(user), data, source);
  }

  async #send(
    type: number,
    { id: channel }: Place,
    user: DiscordUser,
    data: object,
    source: DiscordMessage | null = null,
  ): Promise<Callback> {
    const { workspace, events, issued, modals } = this.#deps;
    const { issued: interaction, answer } = issued.issue({ type, channel, user: user.id, source });
    const message = source === null ? undefined : this.#whole(source);
    events.interaction(
      workspace.channel(channel).guild,
      interactionObject(workspace, interaction, data, message),
    );
    const callback = await answer;
    if (callback.type === 9) modals.push({ modal: callback.data, channel, user: user.id, source });
    return callback;
  }

  #command({ id }: Place, type: number, name: string): Json {
    const { workspace, registry } = this.#deps;
    const command = registry.find(workspace.channel(id).guild, type, name);
    if (command === null) throw new Error(`nobody has registered ${name}`);
    return command;
  }

  #whole(message: DiscordMessage): object {
    const { workspace, root } = this.#deps;
    return messageObject({ workspace, root, content: true }, message);
  }

  /** Where an option's file is kept: nobody sees this message. */
  #upload({ id: channel }: Place, user: DiscordUser, file: DiscordFile): object {
    const { workspace, root } = this.#deps;
    workspace.addMessage({ channel, author: user.id, onlyFor: user.id, files: [file] });
    return attachmentObject({ workspace, root }, channel, file);
  }
}

function checked({ name, type, choices, max_length: max }: Json, value: string | number | boolean): Json {
  const fits = {
    [OPTION_TYPES.string]: typeof value === 'string',
    [OPTION_TYPES.integer]: Number.isInteger(value),
    [OPTION_TYPES.boolean]: typeof value === 'boolean',
    [OPTION_TYPES.number]: typeof value === 'number',
  }[type as number];
  if (fits !== true) throw new Error(`${name} takes no ${typeof value}`);
  if (typeof max === 'number' && String(value).length > max) throw new Error(`${name} is too long`);
  const offered = objects(choices);
  if (offered.length > 0 && !offered.some((choice) => choice.value === value))
    throw new Error(`${name} does not offer ${value}`);
  return { name, type, value };
}

/** A modal's component as it is sent in: the values, none of the labels. */
function filled(
  { type, id, custom_id, components, component, value }: Json,
  values: Readonly<Record<string, string>>,
): Json {
  const base = { type, ...(id !== undefined && { id }) };
  if (Array.isArray(components))
    return { ...base, components: objects(components).map((one) => filled(one, values)) };
  if (isObject(component)) return { ...base, component: filled(component, values) };
  if (custom_id === undefined) return base;
  const given = values[String(custom_id)];
  const isChoice = type === 3;
  return {
    ...base,
    custom_id,
    ...(isChoice ? { values: given === undefined ? [] : [given] } : { value: given ?? value ?? '' }),
  };
}
