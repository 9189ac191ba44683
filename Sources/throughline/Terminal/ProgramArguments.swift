import CArguments
import JourneyModel
import Pipeline

/// What the program was asked, word by word.
enum ProgramArguments {
  /// The words behind the program's name; none may be anything but UTF-8.
  static func read() throws(RunFailure) -> [String] {
    var words: [String] = []
    for number in 1..<max(1, tl_argument_count()) {
      guard let bytes = tl_argument(number) else { break }
      guard let word = String(validatingCString: bytes) else {
        throw RunFailure(
          .usage, .r505, "argument \(number) is not valid UTF-8: '\(String(cString: bytes))'",
          help: "Rename the file, or name the folder it lies in.")
      }
      words.append(word)
    }
    return words
  }
}
