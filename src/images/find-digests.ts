import pLimit from 'p-limit'
import { messageOf } from '../problem.ts'
import { runDocker, type DockerOptions } from './docker.ts'

/** How many references are looked up at a time. */
const parallel = 4

/**
 * Looks references up in their registries, without pulling anything.
 * @returns the digests of those that are there, by reference.
 * @throws Error when a registry can't be asked.
 */
export async function findDigests(
  docker: DockerOptions,
  references: readonly string[],
): Promise<Map<string, string>> {
  const limit = pLimit(parallel)
  const found = references.map((reference) => limit(() => findDigest(docker, reference)))
  const digests = await Promise.all(found)
  return new Map(
    references.flatMap((reference, index) => {
      const digest = digests[index]
      return digest === undefined ? [] : [[reference, digest] as const]
    }),
  )
}

async function findDigest(docker: DockerOptions, reference: string): Promise<string | undefined> {
  const args = ['buildx', 'imagetools', 'inspect', '--format', '{{json .Manifest.Digest}}', reference]
  const { exitCode, stdout, stderr } = await runDocker(docker, args)
  if (exitCode === 0) return parseDigest(stdout)
  if (/not found|manifest unknown|name unknown/i.test(stderr)) return undefined
  throw new Error(`${reference} can't be looked up: ${stderr.trim()}`)
}

function parseDigest(json: string): string {
  try {
    const digest: unknown = JSON.parse(json)
    if (typeof digest === 'string') return digest
  } catch (error) {
    throw new Error(`docker buildx imagetools said what is no digest: ${messageOf(error)}`, { cause: error })
  }
  throw new Error(`docker buildx imagetools said what is no digest: ${json}`)
}
