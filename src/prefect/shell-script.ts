import { resolve } from 'node:path'
import { ActionError, failure } from '../problem.ts'
import { runCommand, type CommandResult } from '../process/run-command.ts'
import { divideSteps, stepKey, type ShellStep } from '../workspace/build-step.ts'
import type { Deployment } from '../workspace/pipeline.ts'
import {
  fillPlaceholders,
  findPlaceholders,
  lookupEnvironment,
  lookupOutputs,
} from '../workspace/template.ts'
import type { ShellOutputs } from '../plan/evaluate-steps.ts'
import { splitWords } from './shell-words.ts'

/** How scripts are run. */
export interface ShellOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Run nothing but the well-known questions to git. */
  readonly dryRun: boolean
  readonly onOutput: (line: string) => void
}

/** Asks git for the commit's id and nothing else: safe to answer without running what the repository says. */
const gitRevision = /^git rev-parse (?:--short(?:=\d{1,2})? )?(?:--verify )?HEAD$/

/**
 * Runs the `run_shell_script` steps that stand before an image's build, each distinct one once.
 * @returns their outputs by `stepKey`; in a dry run only those that git can answer.
 * @throws ActionError `shell-script-failed`, `shell-script-invalid`, `command-missing` or
 * `command-unusable`, at the step's line.
 */
export async function runShellSteps(
  deployments: readonly Deployment[],
  options: ShellOptions,
): Promise<ShellOutputs> {
  const outputs = new Map<string, Readonly<Record<string, string>>>()
  const ran = new Map<string, Readonly<Record<string, string>>>()
  for (const { build } of deployments) {
    const known = new Map<string, Readonly<Record<string, string>>>()
    for (const step of divideSteps(build).taken) {
      if (step.kind !== 'shell') continue
      const script = readScript(step, known, options)
      const identity = JSON.stringify(script)
      const output = ran.get(identity) ?? (await answer(script, step, options))
      if (output === undefined) continue
      ran.set(identity, output)
      outputs.set(stepKey(step), output)
      if (step.id !== undefined) known.set(step.id, output)
    }
  }
  return outputs
}

interface Script {
  readonly script: string
  readonly directory: string | undefined
  readonly env: Readonly<Record<string, string>>
  readonly expand: boolean
  /** Prefect 3.5 and later: each line goes to the system's shell, because its author wants that. */
  readonly shell: boolean
}

function readScript(
  { args }: ShellStep,
  known: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  options: ShellOptions,
): Script {
  const fromOutputs = lookupOutputs(known)
  const fromEnvironment = lookupEnvironment(options.env)
  const filled = fillPlaceholders(args, (name) => fromOutputs(name) ?? fromEnvironment(name))
  const { script, directory, env, expand_env_vars, shell } = filled as Readonly<Record<string, unknown>>
  const variables = typeof env === 'object' && env !== null ? Object.entries(env) : []
  return {
    script: typeof script === 'string' ? script : '',
    directory: typeof directory === 'string' ? resolve(options.cwd, directory) : undefined,
    env: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    expand: expand_env_vars === true,
    shell: shell === true,
  }
}

async function answer(
  script: Script,
  step: ShellStep,
  options: ShellOptions,
): Promise<Record<string, string> | undefined> {
  if (options.dryRun && !isGitRevision(script)) return undefined
  const cwd = script.directory ?? options.cwd
  const results: CommandResult[] = []
  for (const words of splitScript(script, step, options.env)) {
    const [file = '', ...args] = words
    const { signal } = options
    const env = { ...options.env, ...script.env }
    const result = await runCommand({ file, args, cwd, env, input: '', signal }).catch(atStep(step))
    if (result.exitCode !== 0) {
      throw failure(
        'shell-script-failed',
        `run_shell_script: "${words.join(' ')}" failed with exit code ${result.exitCode}. ${result.stderr.trim()}`,
        {
          hint: 'Correct the script. Prefect runs each line as a program with arguments, without a shell.',
          location: step.location,
        },
      )
    }
    results.push(result)
  }
  const join = (stream: 'stdout' | 'stderr') =>
    results
      .map((result) => result[stream])
      .join('')
      .trim()
  const output = { stdout: join('stdout'), stderr: join('stderr') }
  if (step.args['stream_output'] !== false) Object.values(output).filter(Boolean).forEach(options.onOutput)
  refuseTemplates(output, step)
  return output
}

/** Prefect would fill in what a script printed once more, be it a secret's variable. */
function refuseTemplates(output: Readonly<Record<string, string>>, { location }: ShellStep): void {
  const [found] = findPlaceholders(output)
  if (found === undefined) return
  throw failure(
    'shell-output-template',
    `run_shell_script: the output has ${found.text}, which Prefect would fill in.`,
    { hint: 'Have the script print it without the braces.', location },
  )
}

/** Gives an error of starting a program the step's place: the script may have to be mended, not the runner. */
function atStep({ location }: ShellStep): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ActionError)) throw error
    const hint =
      'Correct the script or its directory, or install the program in a step before this action. Prefect runs each line as a program with arguments, without a shell.'
    throw new ActionError(
      error.problems.map((problem) => ({ ...problem, hint, location })),
      { cause: error },
    )
  }
}

/** The folder and the environment have to be our own too: a PATH of the repository's might lead to another git. */
function isGitRevision({ script, directory, env }: Script): boolean {
  return gitRevision.test(script.trim()) && directory === undefined && Object.keys(env).length === 0
}

/** Each line is a command, split into words like a shell does and without anything else a shell does. */
function splitScript(
  { script, expand, shell, env }: Script,
  step: ShellStep,
  base: ShellOptions['env'],
): string[][] {
  const lines = script
    .split(/\r?\n/)
    .map((line) => (expand ? expandVariables(line, { ...base, ...env }) : line))
  if (shell) return lines.filter((line) => line.trim() !== '').map((line) => ['/bin/sh', '-c', line.trim()])
  try {
    return lines.map(splitWords).filter((words) => words.length > 0)
  } catch (error) {
    throw failure(
      'shell-script-invalid',
      `run_shell_script: in this script a quotation mark or a backslash is left open: ${script}`,
      {
        hint: 'Close the quotation on the same line: Prefect runs each line by itself.',
        location: step.location,
        cause: error,
      },
    )
  }
}

/** As Python's `string.Template.safe_substitute`, which Prefect uses: what is not set stays as it stands. */
function expandVariables(line: string, variables: Readonly<Record<string, string>>): string {
  return line.replace(
    /\$(?:\$|([a-z_][a-z0-9_]*)|\{([a-z_][a-z0-9_]*)\})/gi,
    (text, plain?: string, braced?: string) => {
      const name = plain ?? braced ?? ''
      return text === '$$' ? '$' : Object.hasOwn(variables, name) ? (variables[name] ?? '') : text
    },
  )
}
