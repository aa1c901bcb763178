#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { styleText } from 'node:util'
import { help, readArguments } from './checks/arguments.ts'
import { check } from './checks/check.ts'
import { UsageError } from './checks/usage-error.ts'
import { messageOf } from './problem.ts'
import { problemCodes } from './problem-codes.ts'
import { harmless } from './report/harmless.ts'

const exitCodes = { noErrors: 0, errors: 1, notChecked: 2 }

/** The version of the package that this file is in, before and after it is bundled. */
async function readVersion(): Promise<string> {
  const data: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof data === 'object' && data !== null && 'version' in data
  return hasVersion && typeof data.version === 'string' ? data.version : ''
}

async function run(): Promise<number> {
  const command = readArguments(process.argv.slice(2))
  const version = await readVersion()
  if (command.kind !== 'check') {
    process.stdout.write(command.kind === 'help' ? help : `${version}\n`)
    return exitCodes.noErrors
  }
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const { output, hasErrors } = await check(command, {
    cwd: process.cwd(),
    env: Object.fromEntries(env),
    version,
    documentation: problemCodes,
    paint: command.color ? styleText : (_, text) => text,
  })
  process.stdout.write(output)
  return hasErrors ? exitCodes.errors : exitCodes.noErrors
}

// Whoever reads the output may have seen enough of it.
process.stdout.on('error', () => undefined)
try {
  process.exitCode = await run()
} catch (error) {
  process.exitCode = exitCodes.notChecked
  const more = error instanceof UsageError ? '\nTry --help.' : ''
  process.stderr.write(`${harmless(messageOf(error))}${more}\n`)
}
