import { extname } from 'node:path';

/**
 * The parts of an extension's package.json that its package repeats.
 *
 * @typedef {object} ExtensionManifest
 * @property {string} name
 * @property {string} displayName
 * @property {string} description
 * @property {string} version
 * @property {string} publisher
 * @property {readonly string[]} categories
 * @property {{ readonly vscode: string }} engines
 */

/**
 * `extension.vsixmanifest` (VSIX schema 2.0): what the editor reads before it unpacks the rest.
 *
 * @param {ExtensionManifest} manifest
 * @returns {string}
 */
export function vsixManifest({ name, displayName, description, version, publisher, categories, engines }) {
  const identity = [`Id="${escaped(name)}"`, `Version="${escaped(version)}"`, `Publisher="${escaped(publisher)}"`];
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" ${identity.join(' ')} />
    <DisplayName>${escaped(displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(description)}</Description>
    <Categories>${escaped(categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
    </Properties>
    <License>extension/LICENSE</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE" Addressable="true" />
  </Assets>
</PackageManifest>
`;
}

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.js': 'application/javascript',
  '.cjs': 'application/javascript',
  '.txt': 'text/plain',
  '.vsixmanifest': 'text/xml',
};

/**
 * `[Content_Types].xml` (Open Packaging Conventions): each file has a type, by its ending or by its name.
 *
 * @param {readonly string[]} paths in the extension's folder
 * @returns {string}
 */
export function contentTypes(paths) {
  const endings = [...new Set(['.vsixmanifest', ...paths.map((path) => extname(path))])].filter((each) => each !== '');
  const defaults = endings.map(
    (each) => `<Default Extension="${each}" ContentType="${types[each] ?? 'application/octet-stream'}" />`,
  );
  const named = paths
    .filter((path) => extname(path) === '')
    .map((path) => `<Override PartName="/extension/${escaped(path)}" ContentType="text/plain" />`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${[...defaults, ...named].join('')}</Types>
`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
