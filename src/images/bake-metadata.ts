import { Ajv } from 'ajv'
import { failure } from '../problem.ts'

const validate = new Ajv().compile<Record<string, { 'containerimage.digest'?: string }>>({
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: { 'containerimage.digest': { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } },
  },
})

/**
 * Reads the digests that `docker buildx bake --metadata-file` writes, by target.
 * @throws ActionError `build-metadata-invalid` when the file is of another form or lacks a target.
 */
export function parseDigests(metadata: string, targets: readonly string[]): Map<string, string> {
  const data: unknown = JSON.parse(metadata)
  if (!validate(data)) {
    throw failure('build-metadata-invalid', "docker buildx bake's metadata file is not in the known form.", {
      hint: 'Update docker buildx on the runner.',
    })
  }
  return new Map(
    targets.map((target) => {
      const digest = data[target]?.['containerimage.digest']
      if (digest === undefined) {
        throw failure('build-metadata-invalid', `docker buildx bake told no digest for "${target}".`, {
          hint: 'The image may not have been pushed. Update docker buildx on the runner.',
        })
      }
      return [target, digest]
    }),
  )
}
