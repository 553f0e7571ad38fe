import { isObject, type Json, objects } from '../json.ts';
import { LIMITS } from '../rules/limits.ts';
import { BOT } from '../workspace.ts';
import { bodyOf, type Call, param } from './call.ts';
import { invalidForm, Refusal } from './errors.ts';
import type { Handler, Handlers, RestDeps } from './handler.ts';

/** Commands that the bot has registered, for everywhere or for one guild. */
export class CommandRegistry {
  /** By guild; `''`: everywhere. */
  readonly #places = new Map<string, readonly Json[]>();
  readonly #waiting: (() => void)[] = [];

  in(place: string): readonly Json[] {
    return this.#places.get(place) ?? [];
  }

  put(place: string, commands: readonly Json[]): void {
    this.#places.set(place, commands);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The command that people find in this guild, or in a direct channel; null when there is none. */
  find(guild: string | null, type: number, name: string): Json | null {
    const all = [...(guild === null ? [] : this.in(guild)), ...this.in('')];
    return all.find((command) => command.name === name && (command.type ?? 1) === type) ?? null;
  }

  /** Resolves when the bot has registered anything; people cannot type before. */
  async registered(): Promise<void> {
    while (this.#places.size === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Registration of commands, globally or for a guild. */
export function commands({ workspace, note }: RestDeps, registry: CommandRegistry): Handlers {
  const placeOf = (call: Call) => String(call.params.guild_id ?? '');
  const whole = (command: Json, place: string): Json => ({
    type: 1,
    ...command,
    id: registry.in(place).find(({ name }) => name === command.name)?.id ?? workspace.id(),
    application_id: BOT.app,
    version: workspace.id(),
    ...(place !== '' && { guild_id: place }),
  });

  const overwrite: Handler = (call) => {
    const all = objects(call.body);
    const keys = all.map(({ type = 1, name }) => `${type} ${name}`);
    if (new Set(keys).size < keys.length)
      throw invalidForm([
        { path: ['name'], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message: 'Names must be unique' },
      ]);
    for (const command of all)
      if (sizeOf(command) > LIMITS.command) note(`/${command.name} has ${sizeOf(command)} characters`);
    registry.put(
      placeOf(call),
      all.map((command) => whole(command, placeOf(call))),
    );
    return registry.in(placeOf(call));
  };
  const create: Handler = (call) => {
    const command = whole(bodyOf(call), placeOf(call));
    const others = registry.in(placeOf(call)).filter(({ id }) => id !== command.id);
    registry.put(placeOf(call), [...others, command]);
    return command;
  };
  const remove: Handler = (call) => {
    const kept = registry.in(placeOf(call)).filter(({ id }) => id !== param(call, 'command_id'));
    if (kept.length === registry.in(placeOf(call)).length)
      throw new Refusal(404, 10_063, 'Unknown application command');
    registry.put(placeOf(call), kept);
    return undefined;
  };
  const places = ['/applications/{application_id}', '/applications/{application_id}/guilds/{guild_id}'];
  return Object.fromEntries(
    places.flatMap((place) => [
      [`GET ${place}/commands`, (call: Call) => registry.in(placeOf(call))],
      [`PUT ${place}/commands`, overwrite],
      [`POST ${place}/commands`, create],
      [`DELETE ${place}/commands/{command_id}`, remove],
    ]),
  );
}

/** Characters of names, descriptions and values, each in its longest language. */
function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (!isObject(value)) return 0;
  const texts = ['name', 'description'].map((name) => {
    const others = value[`${name}_localizations`];
    const all = [value[name], ...(isObject(others) ? Object.values(others) : [])];
    return Math.max(...all.map((text) => (typeof text === 'string' ? text.length : 0)));
  });
  const chosen = typeof value.value === 'string' ? value.value.length : 0;
  return texts.reduce((sum, length) => sum + length, chosen) + sizeOf(value.options) + sizeOf(value.choices);
}
