import type { Person, Room, Said, Shown, ShownFile, Stage } from '../../contract/stage.ts';
import { controlsOf } from './controls.ts';
import { type SlackDouble, startSlack } from './server.ts';
import { visibleFile, visibleText } from './visible.ts';
import { BOT, type SlackChannel, type SlackMessage, type SlackUser } from './workspace.ts';

export interface SlackStage extends Stage {
  /** The double itself, for what only Slack has. */
  readonly slack: SlackDouble;
}

/** Slack as the stage of a contract test: Ann and Bob in a workspace with the bot. */
export async function startSlackStage(): Promise<SlackStage> {
  const slack = await startSlack();
  const people: Readonly<Record<Person, SlackUser>> = {
    ann: slack.workspace.addUser({ name: 'ann', realName: 'Ann Lee' }),
    bob: slack.workspace.addUser({ name: 'bob', realName: 'Bob Ray' }),
  };
  const room = (kind: SlackChannel['kind'], members: readonly SlackUser[]): Room => {
    const ids = [BOT.user, ...members.map(({ id }) => id)];
    return roomOf(slack, slack.workspace.addChannel(kind, ids), people);
  };
  return {
    slack,
    platform: 'slack',
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    },
    connected: () => slack.connected(),
    room: () => room('channel', [people.ann, people.bob]),
    direct: () => room('im', [people.ann]),
    async cut() {
      slack.socket.disconnect();
      await slack.connected();
    },
    violations: () => slack.violations(),
    close: () => slack.close(),
  };
}

function roomOf(
  slack: SlackDouble,
  channel: SlackChannel,
  people: Readonly<Record<Person, SlackUser>>,
): Room {
  const { workspace } = slack;
  const write = async (text: string, by: Person): Promise<Said> => {
    const { ts } = await slack.people.write({ channel, user: people[by], text });
    return { id: ts, text, by };
  };
  const place = ({ id }: { readonly id: string }) => ({ channel: channel.id, ts: id });
  const mention = (text: string) => (channel.kind === 'im' ? text : `<@${BOT.user}> ${text}`);
  const bots = () =>
    workspace.messages(channel.id).filter(({ user, onlyFor }) => user === BOT.user && onlyFor === null);
  const said = () => workspace.messages(channel.id).filter(({ user }) => user !== BOT.user);

  return {
    say: (text, by = 'ann') => write(mention(text), by),
    mutter: (text, by = 'ann') => write(text, by),
    async edit(message, text) {
      await slack.people.edit(place(message), mention(text));
    },
    remove: (message) => slack.people.remove(place(message)),
    deliverAgain: (message) => slack.people.deliverAgain({ ts: message.id }),
    async command(line, by = 'ann') {
      await slack.people.command(channel, people[by], `/${line}`);
    },
    answers(message) {
      const threaded = bots().filter(({ threadTs }) => threadTs === message.id);
      if (threaded.length > 0) return threaded.map(shownOf);
      // In the main flow an answer stands between its question and the next one.
      const next = said().find(({ ts }) => ts > message.id)?.ts ?? '~';
      return bots()
        .filter(({ ts, threadTs }) => threadTs === null && ts > message.id && ts < next)
        .map(shownOf);
    },
    shown: () => bots().map(shownOf),
    whispers: (by = 'ann') =>
      workspace
        .messages(channel.id)
        .filter(({ onlyFor }) => onlyFor === people[by].id)
        .map(visibleText),
    storm: (calls, retryAfterS) => slack.rates.storm(calls, retryAfterS, { channel: channel.id }),
    stormed: () => slack.rates.stormed(channel.id),
    async press(shown, label, by = 'ann') {
      const message = workspace.find(channel.id, shown.id);
      if (message === null) throw new Error(`no message ${shown.id}`);
      await slack.people.press(message, label, people[by]);
    },
  };
}

function shownOf(message: SlackMessage): Shown {
  return {
    id: message.ts,
    text: visibleText(message),
    versions: message.versions.map((version) => visibleText(version)),
    files: message.files.map(fileOf),
    buttons: controlsOf(message).map(({ label }) => label),
    deleted: message.deleted,
  };
}

function fileOf(file: SlackMessage['files'][number]): ShownFile {
  return { name: file.name, text: visibleFile(file), picture: file.mimetype.startsWith('image/') };
}
