import { Ajv } from 'ajv'

/** One object of `docker buildx bake --progress=rawjson`: BuildKit's SolveStatus. */
interface SolveStatus {
  vertexes?: Vertex[] | null
  statuses?: { id: string; completed?: string | null }[] | null
  logs?: { vertex: string; data: string }[] | null
}

/** One step of a build. */
interface Vertex {
  digest: string
  name: string
  started?: string | null
  completed?: string | null
  cached?: boolean
  error?: string
}

const validate = new Ajv().compile<SolveStatus>({
  type: 'object',
  properties: {
    vertexes: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['digest', 'name'],
        properties: {
          digest: { type: 'string' },
          name: { type: 'string' },
          started: { type: ['string', 'null'] },
          completed: { type: ['string', 'null'] },
          cached: { type: 'boolean' },
          error: { type: 'string' },
        },
      },
    },
    statuses: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' }, completed: { type: ['string', 'null'] } },
      },
    },
    logs: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['vertex', 'data'],
        properties: { vertex: { type: 'string' }, data: { type: 'string' } },
      },
    },
  },
})

/** What a build tells while it runs. */
export interface BuildProgress {
  /** Takes one line of output and gives the lines to show for it. */
  readonly accept: (line: string) => string[]
  /** The steps that are running now. */
  readonly running: () => string[]
  /** The first step that failed, with the end of its log; undefined where none did. */
  readonly failure: () => { step: string; error: string; log: readonly string[] } | undefined
  /** What was printed outside of the steps: where buildx says which target failed, and on which line. */
  readonly messages: readonly string[]
  /** When each target's last step ended, in milliseconds since 1970. */
  readonly finishedAt: ReadonlyMap<string, number>
  /** The references that are in the registry, be it that another image's build failed after that. */
  readonly pushed: ReadonlySet<string>
}

/** How much of a failed step's log is worth showing again. */
const logLines = 30

/** How many characters of it are kept until then. */
const logLength = 100_000

/**
 * Follows a build by its raw progress.
 * @param targets the bake targets that are built; where it is one alone, the steps' names don't tell it.
 */
export function followBuild(targets: readonly string[]): BuildProgress {
  const vertexes = new Map<string, Vertex>()
  const logs = new Map<string, string>()
  const messages: string[] = []
  const finishedAt = new Map<string, number>()
  const pushed = new Set<string>()

  const acceptVertex = (vertex: Vertex): string[] => {
    const before = vertexes.get(vertex.digest)
    vertexes.set(vertex.digest, vertex)
    if (!vertex.completed || before?.completed) return []
    const target = targets.length === 1 ? targets[0] : targetOf(vertex.name)
    if (target !== undefined) finishedAt.set(target, Date.parse(vertex.completed))
    return /^\[(?:\S+ )?internal\] /.test(vertex.name) ? [] : [describe(vertex)]
  }
  const acceptLog = ({ vertex, data }: { vertex: string; data: string }): string[] => {
    const text = Buffer.from(data, 'base64').toString('utf8')
    // BuildKit sends what has been printed by then, which may be the half of a line.
    logs.set(vertex, `${logs.get(vertex) ?? ''}${text}`.slice(-logLength))
    const label = stepLabel(vertexes.get(vertex)?.name ?? vertex)
    return linesOf(text).map((line) => `${label} | ${line}`)
  }
  const statuses = joinObjects()
  return {
    accept: (line) => {
      const text = statuses(line)
      if (text === undefined) return []
      const status = parseStatus(text)
      if (status === undefined) {
        if (line.trim() !== '') messages.push(line)
        return [line]
      }
      for (const reference of findPushed(status)) pushed.add(reference)
      return [...(status.vertexes ?? []).flatMap(acceptVertex), ...(status.logs ?? []).flatMap(acceptLog)]
    },
    running: () =>
      [...vertexes.values()].filter((v) => v.started && !v.completed).map(({ name }) => stepLabel(name)),
    failure: () => {
      // Steps that were only stopped because another one failed say "context canceled".
      const failed = [...vertexes.values()].find(({ error }) => error && !error.includes('context canceled'))
      return (
        failed && {
          step: failed.name,
          error: failed.error ?? '',
          log: linesOf(logs.get(failed.digest) ?? '').slice(-logLines),
        }
      )
    },
    messages,
    finishedAt,
    pushed,
  }
}

/** The lines of a text that have something in them. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n|\r/).filter((line) => line.trim() !== '')
}

/** A push shows as a part of BuildKit's export, or as a step of its own where the engine does it. */
function findPushed({ vertexes, statuses }: SolveStatus): string[] {
  const byEngine = (vertexes ?? [])
    .filter(({ completed, error }) => completed && !error)
    .map(({ name }) => /(?:^|\] )pushing (\S+) with docker$/.exec(name)?.[1])
  const byBuildKit = (statuses ?? [])
    .filter(({ completed }) => completed)
    .map(({ id }) => /^pushing manifest for (\S+)@sha256:/.exec(id)?.[1])
  return [...byEngine, ...byBuildKit].filter((reference) => reference !== undefined)
}

function parseStatus(line: string): SolveStatus | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const data: unknown = JSON.parse(line)
    return validate(data) ? data : undefined
  } catch {
    return undefined
  }
}

/**
 * Some releases of buildx print each object on one line, others over many. Gives what is whole: an object, or a line
 * that belongs to none; undefined within an object.
 */
function joinObjects(): (line: string) => string | undefined {
  let open: string[] = []
  return (line) => {
    if (open.length === 0 && line !== '{') return line
    open.push(line)
    if (line !== '}') return undefined
    const text = open.join('\n')
    open = []
    return text
  }
}

/** The bake target in a name: `rj_smfp__revenue-1` in `[rj_smfp__revenue-1 3/5] RUN uv sync`. */
export function targetOf(vertexName: string): string | undefined {
  return /^\[([^\s\]]+-\d+)[\s\]]/.exec(vertexName)?.[1]
}

/** `[rj_smfp__revenue-1 3/5]` in `[rj_smfp__revenue-1 3/5] RUN uv sync`. */
function stepLabel(vertexName: string): string {
  return /^\[[^\]]+\]/.exec(vertexName)?.[0] ?? vertexName
}

function describe({ name, started, completed, cached, error }: Vertex): string {
  if (error) return `${name}: ${error}`
  if (cached) return `${name} (cached)`
  const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1000 : 0
  return `${name} (${seconds.toFixed(1)} s)`
}
