import Foundation
import Testing

/// The words a call is made of are those the kernel handed over, whatever they are.
@Suite struct ArgumentTests {
  /// Runs a line of the shell in which `$0` is the tool.
  private func shell(_ line: String) throws -> Program {
    try Program.run("/bin/sh", ["-c", line, Program.tool])
  }

  @Test func `a call without a command is wrong`() throws {
    let run = try Program.throughline([])
    #expect(run.exitCode == 64 && run.output.isEmpty)
    #expect(run.errors.contains("a command is missing"), "\(run.errors)")
    #expect(run.errors.contains("Usage: throughline"), "\(run.errors)")
  }

  @Test func `help and version are results`() throws {
    for call in [["--help"], ["help"], ["run", "--help"], ["--version"]] {
      let run = try Program.throughline(call)
      #expect(run.exitCode == 0 && run.errors.isEmpty && !run.output.isEmpty, "\(call)")
    }
  }

  @Test func `an argument that is not UTF-8 is named as such`() throws {
    let run = try shell(#"exec "$0" inspect "$(printf 'caf\351.csv')""#)
    #expect(run.exitCode == 64, "\(run.errors)")
    #expect(
      run.errors.contains("argument 2 is not valid UTF-8: 'caf\u{fffd}.csv'"), "\(run.errors)")
  }

  @Test func `arguments arrive where proc is not mounted`() throws {
    let hide = "unshare -rm sh -c 'mount -t tmpfs none /proc && "
    // Not every machine lets a test hide its files.
    guard try shell(hide + "test ! -e /proc/self'").exitCode == 0 else { return }
    let run = try shell(hide + "exec \"$0\" adapters show customers' \"$0\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("adapter: customers"), "\(run.output)")
  }
}
