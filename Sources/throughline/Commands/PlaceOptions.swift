import ArgumentParser
import DurableFiles
import Glibc
import JourneyModel
import Pipeline

/// Where the configuration is and where state and releases are.
struct PlaceOptions: ParsableArguments {
  @Option(name: [.customShort("c"), .long], help: "The configuration file.")
  var config: String?

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: "Where releases are published (default: output.folder of the configuration, or out).")
  var out: String?

  @Option(
    help: "Where the state is kept (default: store of the configuration, or .throughline in --out)."
  )
  var store: String?

  /// The configuration: the file given, else `throughline.yaml` here if asked for, else defaults.
  func configuration(orHere: Bool) throws -> Configuration {
    let here = "throughline.yaml"
    let isHere = try config == nil && orHere && Directory.exists(here)
    guard let path = config ?? (isHere ? here : nil) else { return Configuration() }
    return try ConfigurationReader.read(path: path, environment: PlaceOptions.environment)
  }

  /// A request that is done where the options, else the configuration say.
  func request(_ configuration: Configuration) -> RunRequest {
    var request = RunRequest()
    request.configuration = configuration
    request.output = out ?? configuration.outputFolder ?? request.output
    request.store = store ?? configuration.store
    return request
  }

  /// The state that is kept there.
  func state() throws -> StateAccess {
    let request = try request(configuration(orHere: true))
    return try StateAccess(
      storeDirectory: request.storeDirectory, configuration: request.configuration)
  }

  /// Where releases are published.
  func output() throws -> String {
    if let out { return out }
    return try request(configuration(orHere: true)).output
  }

  /// The published release, or a failure that says there is none.
  func latestRelease() throws -> String {
    let output = try output()
    guard let latest = try OutputDirectory(path: output).latest else {
      throw RunFailure(
        .inputMissing, .r505, "there is no release in \(output)",
        help: "Publish one with 'throughline run', or name its directory with --out.")
    }
    return latest
  }

  private static var environment: [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if text.hasPrefix("THROUGHLINE_"), let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return variables
  }
}
