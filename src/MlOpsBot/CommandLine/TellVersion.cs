using System.CommandLine;
using System.CommandLine.Invocation;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary><c>--version</c>: which program this is, and what schema its store has.</summary>
internal sealed class TellVersion : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Said);
        return ExitCode.Fine;
    }
}
