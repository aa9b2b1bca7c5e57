#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
import { runCli } from './cli/program.ts'
import { readEnvironment } from './env-file.ts'

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}

process.exitCode = await runCli(process.argv.slice(2), {
  env: readEnvironment(),
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  ask: process.stdin.isTTY ? ask : undefined,
  now: Date.now,
})
