import { registerHooks } from 'node:module';

/** Prints the packages that a module of ours loads when it is imported, a line each. For a process of its own. */
const packages = new Set<string>();
registerHooks({
  load(url, context, next) {
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});
await import(new URL(`../../${process.argv[2]}`, import.meta.url).href);
console.log([...packages].join('\n'));
