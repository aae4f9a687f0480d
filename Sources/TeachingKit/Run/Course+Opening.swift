import Foundation
import TeachingKit

extension Course {
  /// What a learner is told whose progress was set aside.
  static func notice(setAside file: URL) -> String {
    "What was noted of your progress could not be read. It is now in \(file.path)."
  }

  /// Opens the course for a command, which says so first if it begins with no progress for that reason.
  static func opened() throws -> Course {
    let course = try Course(in: PackageFolder())
    if let file = try course.progress.load().setAside {
      FileHandle.standardError.write(Data((notice(setAside: file) + "\n").utf8))
    }
    return course
  }
}
