import type { Problem } from '../problem.ts'
import type { PlannedImage } from './plan.ts'

/** Each distinct image once. Two recipes for one tag would overwrite each other in the registry. */
export function mergeImages(images: readonly PlannedImage[]): {
  images: PlannedImage[]
  problems: Problem[]
} {
  const merged = new Map<string, PlannedImage>()
  const byTag = new Map<string, PlannedImage>()
  const problems: Problem[] = []
  for (const image of images) {
    const conflict = findConflict(image, byTag)
    if (conflict) {
      problems.push(conflict)
      continue
    }
    for (const tag of tagsOf(image)) byTag.set(tag, image)
    merged.set(image.reference, merge(merged.get(image.reference), image))
  }
  return { images: [...merged.values()], problems }
}

function findConflict(image: PlannedImage, byTag: ReadonlyMap<string, PlannedImage>): Problem | undefined {
  for (const tag of tagsOf(image)) {
    const other = byTag.get(tag)
    if (other === undefined || JSON.stringify(other.recipe) === JSON.stringify(image.recipe)) continue
    return {
      code: 'image-conflict',
      severity: 'error',
      message: `Two different builds would be pushed as ${tag}: this one and that of ${other.location.path}.`,
      hint: "Begin each tag with the pipeline's name.",
      location: image.location,
    }
  }
  return undefined
}

function merge(other: PlannedImage | undefined, image: PlannedImage): PlannedImage {
  const tags = new Set([...(other?.additionalTags ?? []), ...image.additionalTags])
  const pipelines = new Set([...(other?.pipelines ?? []), ...image.pipelines])
  return { ...(other ?? image), additionalTags: [...tags], pipelines: [...pipelines] }
}

/** All references of an image. Docker Hub's name may be left out of them. */
function tagsOf({ name, tag, additionalTags }: PlannedImage): string[] {
  const repository = name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')
  return [tag, ...additionalTags].map((each) => `${repository}:${each}`)
}
