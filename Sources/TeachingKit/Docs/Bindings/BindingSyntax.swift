/// How authors bind a fence, as `kit docs --help` tells it.
package enum BindingSyntax {
  package static let text = """
    A comment before a fence says where its content comes from. Between them may be empty lines only. Paths begin at \
    the top of the clone. Every fence of swift, console and text needs one.

    <!-- code: Sources/Steps/Step2Entity/Example.swift -->
      The whole file. Swift must be source of a target.
    <!-- code: Sources/Steps/Step2Entity/Example.swift#setFoo -->
      A declaration, without its documentation; with it after “ +doc”. It is found at the top of the file and in types. \
    More of its name narrows: #Example.setFoo, #setFoo(to:at:), #extension Example.
    <!-- code: Tests/SomeTests/SomeTests.swift#refuses a gap -->
      The same, with a name that is a sentence.
    <!-- code: Tutorials/Snippets/Open.swift#open -->
      The lines between // snippet.open and // snippet.end in that file, which are looked for first.
    <!-- code: Tutorials/MyApp/Package.swift replacing "../.." with "../EventSourcing" -->
      With another text in place of one that the file has. May be repeated.

    <!-- output: step3 -->
      What that executable prints, all of it. Arguments may follow, and status=1 if it exits so.
    <!-- output: step3 from="first words" through="last words" -->
      The lines from the first with those words through the next with these. A line … stands for what is left out.

    <!-- console -->
      Lines with “$ ” are run by sh, in order, in a new folder for the page; what they print must be the lines after \
    them. “swift run -q X” runs what is built. UUIDs may differ, but the same shown one is the same printed one, in \
    commands too; times with a date and durations such as 0.12 seconds may differ. A line … stands for any lines. A \
    line ending in \\ goes on in the next.
    <!-- console: not run, REASON -->
      For what installs, clones or needs the network.
    <!-- text: by hand, REASON -->
      For text that no program prints.

    <!-- fails: Tutorials/Failing/2-forgotten-event.swift -->
      Swift that must not compile. It may import the libraries of the package. #NAME shows a part, as for code.
    <!-- message -->
      Must follow it: the compiler's errors about it, lines “error: …”. “message: with notes” shows its notes too.

    <!-- exercises: 3 -->
      The table after it lists the exercises of step 3, as each exercise.json describes them.

    All links and #anchors between pages, and from exercises to pages, must lead somewhere, and Mermaid diagrams must \
    be well-formed.
    """
}
