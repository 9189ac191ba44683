import Foundation
import Testing

/// A program that ran to its end.
struct Program {
  let exitCode: Int32
  let output: String
  let errors: String

  /// The built tool: named by THROUGHLINE_BINARY, else the one beside the test bundle.
  static let tool: String = {
    if let named = ProcessInfo.processInfo.environment["THROUGHLINE_BINARY"] { return named }
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = bundle.appending(path: "throughline").path()
    return FileManager.default.fileExists(atPath: beside)
      ? beside : Repository.root.appending(path: ".build/release/throughline").path()
  }()

  /// The Python that has the judges.
  static let python =
    ProcessInfo.processInfo.environment["THROUGHLINE_PYTHON"]
    ?? Repository.root.appending(path: ".venv/bin/python").path()

  /// Runs a program; output goes through files so that no pipe can fill.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    in folder: String? = nil
  ) throws -> Program {
    let scratch = try Scratch()
    let output = try scratch.write("output", "")
    let errors = try scratch.write("errors", "")
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Program(
      exitCode: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
  }

  /// Runs the tool.
  static func throughline(
    _ arguments: [String], environment: [String: String]? = nil, in folder: String? = nil
  ) throws -> Program {
    try run(tool, arguments, environment: environment, in: folder)
  }

  /// Runs an independent judge of Tests/Judges and expects it to agree.
  static func expectAgreement(
    of judge: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let script = Repository.root.appending(path: "Tests/Judges/\(judge)").path()
    let verdict = try run(python, [script] + arguments)
    #expect(
      verdict.exitCode == 0, "\(judge):\n\(verdict.output)\(verdict.errors)",
      sourceLocation: sourceLocation)
  }
}
