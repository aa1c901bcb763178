import { Ajv } from 'ajv'
import { failure } from '../problem.ts'

const ajv = new Ajv()
// Beside the targets it may hold other things, such as the warnings that BUILDX_METADATA_WARNINGS asks for.
const isMetadata = ajv.compile<Record<string, unknown>>({ type: 'object' })
const isTarget = ajv.compile<{ 'containerimage.digest'?: string }>({
  type: 'object',
  properties: { 'containerimage.digest': { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } },
})

/**
 * Reads the digests that `docker buildx bake --metadata-file` writes, by target.
 * @throws ActionError `build-metadata-invalid` when the file is of another form or lacks a target.
 */
export function parseDigests(metadata: string, targets: readonly string[]): Map<string, string> {
  const data = parseJson(metadata)
  if (!isMetadata(data)) throw unknownForm()
  return new Map(
    targets.map((target) => {
      const entry = data[target] ?? {}
      if (!isTarget(entry)) throw unknownForm()
      const digest = entry['containerimage.digest']
      if (digest === undefined) {
        throw failure('build-metadata-invalid', `docker buildx bake told no digest for "${target}".`, {
          hint: 'The image may not have been pushed. Update docker buildx on the runner.',
        })
      }
      return [target, digest]
    }),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unknownForm(): Error {
  return failure('build-metadata-invalid', "docker buildx bake's metadata file is not in the known form.", {
    hint: 'Update docker buildx on the runner.',
  })
}
