import type { ConventionContext, ConventionRule } from './conventions.ts'
import { readName, type NameParts } from './name-pattern.ts'

/** Two underscores in a row are left to the pattern, which separates by them. */
const words = '[a-z0-9]+(?:_[a-z0-9]+)*'

/** The folder of a pipeline has a name of the agreed form. */
export const folderName: ConventionRule = (pipeline, context) => {
  const { folder } = context.conventions
  if (folder === false || readFolderName(pipeline.name, context) !== undefined) return []
  return [
    {
      code: 'convention-folder-name',
      severity: 'warning',
      message: `The folder's name "${pipeline.name}" is not of the form ${folder}, in lower case letters, digits and underscores.`,
      hint: "Rename the folder, and the paths in its prefect.yaml and Dockerfile with it. Prefect keeps the deployments' history where their names stay.",
      location: { path: pipeline.prefectFile.path, line: 1, column: 1 },
    },
  ]
}

/** The parts of a folder's name; undefined where it is of another form, or may have any. */
export function readFolderName(
  name: string,
  { conventions: { folder } }: Pick<ConventionContext, 'conventions'>,
): NameParts | undefined {
  return folder === false ? undefined : readName(name, folder, () => words)
}
