// Loaded first by every process that `pnpm start` starts: the process stops when its parent has ended for any reason.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
