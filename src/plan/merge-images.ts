import type { Problem } from '../problem.ts'
import type { PlannedImage } from './plan.ts'

/** Each distinct image once. Two recipes for one reference would overwrite each other in the registry. */
export function mergeImages(images: readonly PlannedImage[]): {
  images: PlannedImage[]
  problems: Problem[]
} {
  const merged = new Map<string, PlannedImage>()
  const problems: Problem[] = []
  for (const image of images) {
    const other = merged.get(image.reference)
    if (other && JSON.stringify(other.recipe) !== JSON.stringify(image.recipe)) {
      problems.push({
        code: 'image-conflict',
        severity: 'error',
        message: `Two different builds would be pushed as ${image.reference}: this one and that of ${other.location.path}.`,
        hint: "Begin each tag with the pipeline's name.",
        location: image.location,
      })
    } else {
      const tags = new Set([...(other?.additionalTags ?? []), ...image.additionalTags])
      const pipelines = new Set([...(other?.pipelines ?? []), ...image.pipelines])
      merged.set(image.reference, {
        ...(other ?? image),
        additionalTags: [...tags],
        pipelines: [...pipelines],
      })
    }
  }
  return { images: [...merged.values()], problems }
}
