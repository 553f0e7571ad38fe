export { mayLink } from '../../src/rendering/may-link.ts';
