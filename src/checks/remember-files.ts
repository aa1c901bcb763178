import type { Files } from '../workspace/files.ts'

/** Reads each file and folder once, however often it is asked for: nothing changes them while they are only checked. */
export function rememberFiles(files: Files): Files {
  return {
    read: remember(files.read),
    isFile: remember(files.isFile),
    isFolder: remember(files.isFolder),
    fileNames: remember(files.fileNames),
    folders: remember(files.folders),
  }
}

function remember<T>(ask: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (path) => {
    const answer = answers.get(path) ?? ask(path)
    answers.set(path, answer)
    return answer
  }
}
