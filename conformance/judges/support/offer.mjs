/** The side of the child process: methods that take an object and give what JSON can tell. */
export function offer(methods) {
  process.on('message', async ({ id, method, argument }) => {
    try {
      process.send({ id, value: await methods[method](argument) });
    } catch (error) {
      // Some of these clients throw strings and plain objects.
      const told =
        error instanceof Error ? [error, error.cause].filter(Boolean).join('; ') : JSON.stringify(error);
      process.send({ id, error: told });
    }
  });
  process.once('disconnect', () => process.exit());
}
