using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Collects findings while a folder is read, so that one run reports them all. Not thread-safe.</summary>
internal sealed class FindingLog
{
    private readonly List<Finding> _findings = [];

    public bool HasErrors { get; private set; }

    public void Error(string file, int line, string message)
    {
        HasErrors = true;
        _findings.Add(new Finding(new FileLocation(file, line), FindingSeverity.Error, message));
    }

    public void Warning(string file, int line, string message) =>
        _findings.Add(new Finding(new FileLocation(file, line), FindingSeverity.Warning, message));

    // OrderBy is stable: what was found first on a line is said first.
    public ImmutableArray<Finding> Sorted() =>
    [
        .. _findings
            .OrderBy(finding => finding.Location.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Location.Line),
    ];
}
