import { mayLink } from '../../../src/rendering/may-link.ts';
import { standardMarkdown } from '../../../src/rendering/standard-markdown.ts';
import { neutralise } from './mentions.ts';

/** What Slack's `markdown` block reads: GFM, without math, every control sequence disarmed. */
export const finalDialect = standardMarkdown({ mayLink, neutralise, images: 'link', math: 'code' });

/**
 * The same for text that is streamed: no link is live, since the streaming methods have no argument that switches
 * previews off.
 */
export const streamDialect = standardMarkdown({
  mayLink: () => false,
  neutralise,
  images: 'link',
  math: 'code',
});
