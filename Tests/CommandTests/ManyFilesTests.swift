import Foundation
import Testing

/// A run over many files.
@Suite struct ManyFilesTests {
  /// The most memory that a run over so many files of a row has had, in bytes.
  private func peak(files count: Int) throws -> Int {
    let scratch = try Scratch()
    for number in 0..<count {
      _ = try scratch.write(
        "exports/\(number / 1000)/customers-of-the-day-\(number).csv",
        "customer_id,email,updated_at\nC\(number),c\(number)@example.org,2026-03-01T10:00:00Z\n")
    }
    let script =
      "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
      + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10)"
    let run = try Program.run(
      Program.python,
      [
        "-c", script, Program.tool, "run", scratch.path("exports"), "--out", scratch.path("out"),
        "--quiet",
      ])
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(Int(run.output.split(separator: "\n").last ?? ""))
  }

  @Test func `a file takes little memory`() throws {
    let (few, many) = (try peak(files: 5_000), try peak(files: 15_000))
    // It was 4,000 where each was a value of its own in every list.
    #expect((many - few) / 10_000 < 1_500, "\(few) and \(many) bytes")
  }
}
