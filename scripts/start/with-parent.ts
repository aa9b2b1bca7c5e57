// Loaded first by every process that `pnpm start` starts: when that is gone, however it went, this one stops too.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
