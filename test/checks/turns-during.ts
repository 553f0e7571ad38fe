/** How often other work got its turn while this was going on. */
export async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let going = true;
  const done = work.finally(() => {
    going = false;
  });
  while (going) {
    turns++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  return turns;
}
