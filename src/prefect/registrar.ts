import { Ajv } from 'ajv'
import { failure } from '../problem.ts'
import { startCommand } from '../process/run-command.ts'
import { withoutBox } from './plain-output.ts'

/** A deployment as the registering process saw it go through. */
export interface Registration {
  readonly id: string
  readonly name: string
  /** The flow's name. */
  readonly flow: string
}

/** What became of one Prefect file. */
export interface RegistrationResult {
  readonly exitCode: number
  readonly registrations: readonly Registration[]
  /** The end of what Prefect and the flow printed. */
  readonly output: readonly string[]
}

/** A Python process that has Prefect imported and registers files on demand, several at a time. */
export interface Registrar {
  /** Settles with Prefect's version when Prefect is imported. */
  readonly ready: Promise<string>
  /**
   * Runs `prefect deploy --all` on a file. Rejects when the process ends before it, or has ended already.
   * @param built the names of deployments whose image was built from a Dockerfile, by a step that isn't in the file.
   */
  readonly register: (prefectFile: string, built?: readonly string[]) => Promise<RegistrationResult>
  /** Ends the process and what it runs; each pending `register` settles with what had been registered by then. */
  readonly stop: () => Promise<void>
  /** Ends the process once nothing is running any more. */
  readonly close: () => Promise<void>
}

export interface RegistrarOptions {
  readonly python: string
  /** The path of register.py. */
  readonly program: string
  /** The folder from which Prefect reads entrypoints. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Shows a line of what Prefect printed; `prefectFile` is undefined for the process itself. */
  readonly onOutput: (line: string, prefectFile: string | undefined) => void
}

/** What register.py writes, one JSON object a line. */
type Event =
  | { event: 'ready'; prefect: string }
  | { event: 'failed'; message: string }
  | { event: 'output'; job: string; line: string }
  | { event: 'exit'; job: string; code: number; deployments: unknown[] }

const text = { type: 'string' }
const ajv = new Ajv()
const isEvent = ajv.compile<Event>({
  type: 'object',
  required: ['event'],
  oneOf: [
    { properties: { event: { const: 'ready' }, prefect: text }, required: ['prefect'] },
    { properties: { event: { const: 'failed' }, message: text }, required: ['message'] },
    { properties: { event: { const: 'output' }, job: text, line: text }, required: ['job', 'line'] },
    {
      properties: {
        event: { const: 'exit' },
        job: text,
        code: { type: 'integer' },
        deployments: { type: 'array' },
      },
      required: ['job', 'code', 'deployments'],
    },
  ],
})

/** A flow may have written something else between them. */
const isRegistration = ajv.compile<Registration>({
  type: 'object',
  required: ['id', 'name', 'flow'],
  properties: { id: text, name: text, flow: text },
})

/** How much of Prefect's output an error quotes. */
const outputLines = 40

/** Starts the process; it begins at once to import Prefect. */
export function startRegistrar(options: RegistrarOptions): Registrar {
  const { python, program, cwd, env, signal, onOutput } = options
  const state = followRegistrar(onOutput)
  const child = startCommand({
    file: python,
    args: [program],
    cwd,
    env,
    signal,
    onLine: (line, stream) => {
      const event = stream === 'stdout' ? parseEvent(line) : undefined
      if (event) state.accept(event)
      else onOutput(line, undefined)
    },
  })
  const finished = child.finished.then(({ exitCode }) => {
    state.fail(unusable(`its process ended with exit code ${exitCode}`))
  }, state.fail)
  return {
    ready: state.ready,
    register: (prefectFile, built = []) =>
      state.begin(prefectFile, (job) => {
        child.send(JSON.stringify({ job, prefectFile, cwd, built }))
      }),
    stop: async () => {
      child.stop()
      await finished
    },
    close: async () => {
      child.close()
      await finished
    },
  }
}

/** Keeps the account of what the process was asked and what it has said. */
function followRegistrar(onOutput: RegistrarOptions['onOutput']) {
  const ready = Promise.withResolvers<string>()
  const jobs = new Map<string, { output: string[]; settle: PromiseWithResolvers<RegistrationResult> }>()
  let begun = 0
  let end: { readonly error: unknown } | undefined
  // It may fail while nobody waits for it yet; whoever does gets the error then.
  ready.promise.catch(() => undefined)
  return {
    ready: ready.promise,
    begin: (prefectFile: string, send: (job: string) => void): Promise<RegistrationResult> => {
      // A file may be tried again, so its name alone is not enough.
      const job = `${(begun += 1)}:${prefectFile}`
      const settle = Promise.withResolvers<RegistrationResult>()
      if (end) settle.reject(end.error)
      else {
        jobs.set(job, { output: [], settle })
        send(job)
      }
      return settle.promise
    },
    accept: (event: Event): void => {
      if (event.event === 'ready') ready.resolve(event.prefect)
      else if (event.event === 'failed') ready.reject(unusable(event.message))
      else if (event.event === 'output') {
        const line = withoutBox(event.line)
        if (line === undefined) return
        jobs.get(event.job)?.output.push(line)
        onOutput(line, prefectFileOf(event.job))
      } else {
        const { output = [], settle } = jobs.get(event.job) ?? {}
        jobs.delete(event.job)
        const { code: exitCode, deployments } = event
        const registrations = deployments.filter((each) => isRegistration(each))
        settle?.resolve({ exitCode, registrations, output: output.slice(-outputLines) })
      }
    },
    fail: (error: unknown): void => {
      end = { error }
      ready.reject(error)
      for (const { settle } of jobs.values()) settle.reject(error)
    },
  }
}

function prefectFileOf(job: string): string {
  return job.slice(job.indexOf(':') + 1)
}

function parseEvent(line: string): Event | undefined {
  try {
    const data: unknown = JSON.parse(line)
    return isEvent(data) ? data : undefined
  } catch {
    return undefined
  }
}

function unusable(reason: string): Error {
  return failure('prefect-unusable', `Prefect can't be used from the workspace's environment: ${reason}.`, {
    hint: 'Add "prefect" to the dependencies of the pipelines, or of a package that all of them depend on, and run "uv lock".',
  })
}
