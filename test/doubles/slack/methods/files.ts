import { list, optional, required } from '../call.ts';
import { Refusal } from '../errors.ts';
import type { WebApiDeps } from '../web-api.ts';
import { BOT } from '../workspace.ts';
import { fileObject } from './message-object.ts';
import type { Methods } from './method.ts';

export interface Upload {
  readonly name: string;
  readonly length: number;
  readonly altText: string | null;
  content: Buffer | null;
}

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/** Uploads in three steps, and what is known of a file. The bytes go to `upload_url`. */
export function files({ workspace, root, uploads, changed, note }: WebApiDeps): Methods {
  return {
    'files.getUploadURLExternal': (call) => {
      const id = workspace.id('F');
      const length = Number(required(call, 'length'));
      if (!(length > 0)) throw new Refusal('invalid_arguments', ['length']);
      uploads.set(id, {
        name: required(call, 'filename'),
        length,
        altText: optional(call, 'alt_txt') ?? optional(call, 'alt_text'),
        content: null,
      });
      return { upload_url: `${root}/upload/v1/${id}`, file_id: id };
    },
    'files.completeUploadExternal': (call) => {
      const given = list(call, 'files') ?? [];
      if (given.length === 0) throw new Refusal('invalid_arguments', ['files']);
      const done = given.map((file) => {
        const upload = uploads.get(String(file.id));
        if (upload === undefined || upload.content === null)
          throw new Refusal('file_not_found', [String(file.id)]);
        if (upload.content.length !== upload.length)
          throw new Refusal('posting_to_channel_denied', ['wrong length']);
        const { name, content, altText } = upload;
        const mimetype = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain';
        uploads.delete(String(file.id));
        return workspace.addFile({ name, mimetype, altText, content, user: BOT.user }, String(file.id));
      });
      const channel = optional(call, 'channel_id');
      if (channel !== null) {
        const threadTs = optional(call, 'thread_ts');
        const text = optional(call, 'initial_comment') ?? '';
        const message = {
          channel: workspace.channel(channel).id,
          user: BOT.user,
          text,
          threadTs,
          files: done,
        };
        changed('added', workspace.addMessage(message));
      } else note(call, 'an upload that no channel shows');
      return { files: done.map((file) => fileObject(file, root)) };
    },
    'files.info': (call) => {
      const file = workspace.files.get(required(call, 'file'));
      if (file === undefined) throw new Refusal('file_not_found');
      return { file: fileObject(file, root), comments: [], response_metadata: { next_cursor: '' } };
    },
    'files.delete': (call) => {
      workspace.files.delete(required(call, 'file'));
      return {};
    },
  };
}
