import { posix } from 'node:path'
import type { ImageFacts } from './diagnosis.ts'
import type { Copy, Stage, Sync } from './dockerfile.ts'
import { readPathPattern } from './dockerignore.ts'

/** Whether a file is in an image: `maybe` where only its base image can tell. */
export type Presence = 'no' | 'maybe' | 'yes'

/** Tells of each file, by its path from the top of the repository. */
type Brought = (file: string) => Presence

/** A `uv sync` of an image, and which files are there when it runs. */
export interface SyncedState {
  readonly sync: Sync
  readonly has: Brought
}

/** Images that hold nothing of a repository: those of Python, of uv and of the systems. */
const publicImage =
  /^(?:docker\.io\/)?(?:library\/)?(?:python|debian|ubuntu|alpine|fedora|scratch|astral\/uv|prefecthq\/prefect)(?:[:@]|$)|^ghcr\.io\/astral-sh\/uv(?:[:@]|$)/

/**
 * Follows the stages that an image is made of, and gives each `uv sync` in them.
 * @param likely tells what an unknown base image most likely has.
 */
export function followStages(image: ImageFacts, likely: Brought): { syncs: SyncedState[]; has: Brought } {
  const syncs: SyncedState[] = []
  const done = new Map<Stage, Brought>()

  const follow = (stage: Stage, index: number): Brought => {
    const before = done.get(stage)
    if (before) return before
    const earlier = image.stages.slice(0, index)
    const parts: Brought[] = [openBase(stage.base, earlier)]
    for (const instruction of stage.instructions) {
      if (instruction.kind === 'copy') parts.push(openCopy(instruction, earlier))
      else if (instruction.kind === 'unclear') parts.push(() => 'yes')
      else {
        const mounts = instruction.mounts.map((mount) => openCopy(mount, earlier))
        syncs.push({ sync: instruction, has: anyOf([...parts, ...mounts]) })
      }
    }
    const brought = anyOf([...parts])
    done.set(stage, brought)
    return brought
  }
  const openStage = (name: string, earlier: readonly Stage[]): Brought | undefined => {
    const index = earlier.findLastIndex(
      (stage, at) => stage.name === name.toLowerCase() || String(at) === name,
    )
    const stage = earlier[index]
    return stage && follow(stage, index)
  }
  const openBase = (base: string, earlier: readonly Stage[]): Brought =>
    openStage(base, earlier) ?? (publicImage.test(base) ? () => 'no' : likely)
  const openCopy = ({ from, sources }: Copy, earlier: readonly Stage[]): Brought => {
    if (from === undefined) {
      const covering = sources.map(readSource)
      return (file) => (covering.some((covers) => covers(file)) && !image.isIgnored(file) ? 'yes' : 'no')
    }
    return openStage(from, earlier) ?? (publicImage.test(from) ? () => 'no' : () => 'yes')
  }

  const index = findTarget(image)
  const last = image.stages[index]
  return { syncs, has: last ? follow(last, index) : () => 'yes' }
}

function findTarget({ stages, target }: ImageFacts): number {
  if (target === undefined) return stages.length - 1
  return stages.findIndex(({ name }, index) => name === target.toLowerCase() || String(index) === target)
}

function anyOf(parts: readonly Brought[]): Brought {
  return (file) => {
    const answers = parts.map((has) => has(file))
    return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no'
  }
}

/** Which files the source of a COPY brings. What a variable stands for isn't known, so it may bring any. */
function readSource(source: string): (file: string) => boolean {
  if (source.includes('$')) return () => true
  const path = posix.normalize(source.replace(/^\/+/, '') || '.').replace(/\/+$/, '')
  return path === '.' ? () => true : readPathPattern(path)
}
