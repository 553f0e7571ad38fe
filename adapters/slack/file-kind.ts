export { type FileKind, fileKind, isText } from '../../src/gateway/file-kind.ts';
