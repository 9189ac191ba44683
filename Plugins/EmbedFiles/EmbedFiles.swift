import Foundation
import PackagePlugin

/// Embeds every file of a target's excluded data folders in the binary.
///
/// The folders are `Adapters`, `Assets` and `Lexicons` beside the target's sources; adding a file
/// to one of them is all that embedding needs.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folders = ["Adapters", "Assets", "Lexicons"].map { target.directoryURL.appending(path: $0) }
    let inputs = try folders.flatMap(files(in:))
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) files in \(target.name)",
        executable: try context.tool(named: "embed-files").url,
        arguments: [output.path()] + inputs.map { $0.path() },
        inputFiles: inputs, outputFiles: [output])
    ]
  }

  /// The regular files directly inside a folder, in name order; none if there is no such folder.
  private func files(in folder: URL) throws -> [URL] {
    guard FileManager.default.fileExists(atPath: folder.path()) else { return [] }
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.lastPathComponent.hasPrefix(".") }
      .sorted { $0.path() < $1.path() }
  }
}
