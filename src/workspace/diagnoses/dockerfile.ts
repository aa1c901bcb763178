import { posix } from 'node:path'
import {
  DockerfileParser,
  From,
  JSONInstruction,
  ModifiableInstruction,
  type Argument,
  type Instruction as ParsedInstruction,
} from 'dockerfile-ast'
import type { Location } from '../../problem.ts'

/** One `FROM` and what follows it, as far as it matters for the files that are in the image. */
export interface Stage {
  readonly name: string | undefined
  /** The image or the stage that it starts from, as written. */
  readonly base: string
  readonly instructions: readonly StageInstruction[]
}

export type StageInstruction = Copy | Sync | Unclear

/** Files that come from the build's context, another stage or another image. */
export interface Copy {
  readonly kind: 'copy'
  /** The stage or the image; undefined for the context. */
  readonly from: string | undefined
  readonly sources: readonly string[]
}

/** A `uv sync`. */
export interface Sync {
  readonly kind: 'sync'
  readonly location: Location
  /** The folder of the image that it runs in, as far as WORKDIR and `cd` tell. */
  readonly folder: string
  /** What stands after `sync`. */
  readonly options: readonly string[]
  /** What is there while it runs. */
  readonly mounts: readonly Copy[]
}

/** Brings files of which nothing is known. */
interface Unclear {
  readonly kind: 'unclear'
}

/** One word of a command, with its place. */
interface Word {
  readonly text: string
  readonly line: number
  readonly column: number
}

/**
 * Reads the stages of a Dockerfile (https://docs.docker.com/reference/dockerfile). What `ONBUILD` says is for other
 * images and left out.
 */
export function readStages(path: string, source: string): Stage[] {
  const stages: { name: string | undefined; base: string; instructions: StageInstruction[] }[] = []
  let folder = '/'
  for (const instruction of DockerfileParser.parse(source).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage()?.toLowerCase()
      stages.push({ name, base: instruction.getImage() ?? '', instructions: [] })
      folder = '/'
    } else if (instruction.getKeyword() === 'WORKDIR') {
      folder = posix.resolve(folder, instruction.getArgumentsContent() ?? '')
    } else stages.at(-1)?.instructions.push(...readInstruction(instruction, { path, folder }))
  }
  return stages
}

/** Where an instruction stands, and where it runs. */
interface Place {
  readonly path: string
  readonly folder: string
}

function readInstruction(instruction: ParsedInstruction, place: Place): StageInstruction[] {
  switch (instruction.getKeyword()) {
    case 'COPY':
    case 'ADD':
      return [readCopy(instruction)]
    case 'RUN':
      return readRun(instruction, place)
    default:
      return []
  }
}

function readCopy(instruction: ParsedInstruction): Copy | Unclear {
  const words = wordsOf(instruction).map(({ text }) => text)
  // With a heredoc, the file's text follows.
  const sources = words.some((word) => word.startsWith('<<')) ? [] : words.slice(0, -1)
  if (sources.some((source) => /:\/\/|^git@/.test(source))) return { kind: 'unclear' }
  const from = flagsOf(instruction).find(({ name }) => name === 'from')?.value
  return { kind: 'copy', from, sources }
}

function readRun(instruction: ParsedInstruction, place: Place): StageInstruction[] {
  const words = wordsOf(instruction)
  const mounts = flagsOf(instruction).flatMap(({ name, value }) =>
    name === 'mount' ? (readMount(value) ?? []) : [],
  )
  const isClone = words.some(({ text }, index) => text === 'git' && words[index + 1]?.text === 'clone')
  return [...(isClone ? [{ kind: 'unclear' as const }] : []), ...readSyncs(words, mounts, place)]
}

/** `type=bind,source=uv.lock,target=uv.lock`, which is there while the command runs. */
function readMount(text: string): Copy | undefined {
  const options = new Map(
    text.split(',').map((option) => {
      const [key = '', ...value] = option.split('=')
      return [key, value.join('=')] as const
    }),
  )
  if ((options.get('type') ?? 'bind') !== 'bind') return undefined
  const source = options.get('source') ?? options.get('src') ?? '.'
  return { kind: 'copy', from: options.get('from'), sources: [source] }
}

const separators = ['&&', '||', ';', '|', '&']

/** Each `uv sync` among the words of a command, with its options. */
function readSyncs(words: readonly Word[], mounts: readonly Copy[], { path, folder }: Place): Sync[] {
  return words.flatMap((word, index) => {
    const command = /(^|\/)uv$/.test(word.text) ? readCommand(words.slice(index + 1)) : []
    const sync = command.findIndex((text) => !text.startsWith('-'))
    if (command[sync] !== 'sync') return []
    const entered = words
      .slice(0, index)
      .flatMap(({ text }, at) => (text === 'cd' ? (words[at + 1]?.text ?? []) : []))
    return [
      {
        kind: 'sync' as const,
        location: { path, line: word.line, column: word.column },
        folder: posix.resolve(folder, ...entered.map((text) => text.replace(/;$/, ''))),
        options: command.slice(sync + 1),
        mounts,
      },
    ]
  })
}

/** The words up to the command's end. */
function readCommand(words: readonly Word[]): string[] {
  const texts = words.map(({ text }) => text)
  const end = texts.findIndex((text) => separators.includes(text) || text.endsWith(';'))
  const command = end === -1 ? texts : texts.slice(0, end + 1)
  return command
    .map((text) => text.replace(/;$/, ''))
    .filter((text) => !separators.includes(text) && text !== '')
}

/** The words of an instruction without its flags, be it in the form of a list. */
function wordsOf(instruction: ParsedInstruction): Word[] {
  const list = instruction instanceof JSONInstruction ? instruction.getJSONStrings() : []
  const words: readonly Argument[] = list.length > 0 ? list : instruction.getArguments()
  return words.map((word) => {
    const { start } = word.getRange()
    const text = word.getValue().replace(/^["']|["']$/g, '')
    return { text, line: start.line + 1, column: start.character + 1 }
  })
}

function flagsOf(instruction: ParsedInstruction): { name: string; value: string }[] {
  if (!(instruction instanceof ModifiableInstruction)) return []
  return instruction.getFlags().map((flag) => ({ name: flag.getName(), value: flag.getValue() ?? '' }))
}
