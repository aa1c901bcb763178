import type { ConventionRule } from './conventions.ts'

/** The files that every pipeline has lie directly in its folder. */
export const files: ConventionRule = ({ folder, fileNames, prefectFile }, { conventions }) => {
  const wanted = conventions.files === false ? [] : conventions.files
  const missing = wanted.filter((name) => !fileNames.includes(name))
  if (missing.length === 0) return []
  return [
    {
      code: 'convention-files',
      severity: 'warning',
      message: `${folder} has no ${missing.join(', ')} directly in it.`,
      hint: `Every pipeline of this repository has ${wanted.join(', ')} there.`,
      location: { path: prefectFile.path, line: 1, column: 1 },
    },
  ]
}
