import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.ts';
import { slackManifest } from '../../../commands/registrations/slack-manifest.ts';

/** Slack's own commands, which an app's manifest must not name: it is refused as a whole. */
const RESERVED =
  /^\/(me|status|away|dnd|shrug|remind|msg|feed|who|collapse|expand|leave|join|open|search|topic|mute|pro|shortcuts)$/;

test('the manifest names /switchboard and every command, within Slack’s limits', () => {
  const { features } = slackManifest(null);
  const names = features.slash_commands.map(({ command }) => command);
  expect(names).toEqual(['/switchboard', ...COMMANDS.map(({ name }) => `/${name}`)]);
  expect(names.length).toBeLessThanOrEqual(50);
  for (const { command, description, usage_hint } of features.slash_commands) {
    expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
    expect(command).not.toMatch(RESERVED);
    expect(description.length).toBeLessThanOrEqual(2_000);
    expect(usage_hint?.length ?? 0).toBeLessThanOrEqual(1_000);
  }
  expect(features.agent_view.agent_description.length).toBeLessThanOrEqual(300);
  expect(features.agent_view.suggested_prompts.length).toBeLessThanOrEqual(4);
});

test('in Socket Mode no address stands anywhere', () => {
  const manifest = slackManifest(null);
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(manifest)).not.toMatch(/https?:/);
});

test('over HTTP every address is the gateway’s one route', () => {
  const manifest = slackManifest('https://bot.example.com/');
  const url = 'https://bot.example.com/slack/events';
  expect(manifest.settings).toMatchObject({
    socket_mode_enabled: false,
    event_subscriptions: { request_url: url },
    interactivity: { request_url: url },
  });
  expect(new Set(manifest.features.slash_commands.map((command) => command.url))).toEqual(new Set([url]));
});
