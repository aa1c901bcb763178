import { deploymentUrl } from '../prefect/ui-url.ts'
import type { RunRecord } from './run-record.ts'

/** What became of an image: only `planned` says that it may not be in the registry. */
export interface ImageResult {
  readonly pipeline: string
  readonly name: string
  readonly tag: string
  readonly digest?: string
  readonly result: 'built' | 'planned' | 'reused'
}

/** One deployment in the output `deployments`. */
export interface DeploymentResult {
  readonly pipeline: string
  readonly name: string
  readonly flow?: string
  readonly id?: string
  readonly url?: string
  readonly image?: string
  readonly result: 'registered' | 'failed' | 'unchanged'
}

/** What became of each planned image, one entry for each pipeline that uses it. */
export function listImages({ plan, built }: RunRecord): ImageResult[] {
  const images = plan?.images ?? []
  const made = images.flatMap(({ reference, name, tag, pipelines }): ImageResult[] => {
    const digest = built.find(({ image }) => image.reference === reference)?.digest
    return pipelines.map((pipeline) => ({
      pipeline,
      name,
      tag,
      ...(digest === undefined ? { result: 'planned' } : { digest, result: 'built' }),
    }))
  })
  const isMade = (reference: string) =>
    images.some(({ name, tag, additionalTags }) =>
      [tag, ...additionalTags].some((each) => `${name}:${each}` === reference),
    )
  const named = (plan?.deployments ?? []).flatMap(({ pipeline, image }): ImageResult[] =>
    image === undefined || isMade(image) ? [] : [{ pipeline, ...splitReference(image), result: 'reused' }],
  )
  return distinct([...made, ...named])
}

/** What became of each planned deployment. */
export function listDeployments({ plan, registered, failed, prefectApiUrl }: RunRecord): DeploymentResult[] {
  return (plan?.deployments ?? []).map((deployment) => {
    const { pipeline, name, image } = deployment
    const found = registered.find((each) => each.deployment === deployment)
    return {
      pipeline,
      name,
      ...(found && { flow: found.flow, id: found.id }),
      ...(found && prefectApiUrl !== undefined && { url: deploymentUrl(prefectApiUrl, found.id) }),
      ...(image !== undefined && { image }),
      result: found ? 'registered' : failed.includes(pipeline) ? 'failed' : 'unchanged',
    }
  })
}

/** Splits `host:5000/name:tag@digest`; the colon of the port is none of the tag's. */
function splitReference(reference: string): { name: string; tag: string; digest?: string } {
  const [withTag = '', digest] = reference.split('@')
  const colon = withTag.lastIndexOf(':')
  const hasTag = colon > withTag.lastIndexOf('/')
  return {
    name: hasTag ? withTag.slice(0, colon) : withTag,
    tag: hasTag ? withTag.slice(colon + 1) : '',
    ...(digest !== undefined && { digest }),
  }
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
