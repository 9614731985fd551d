using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>The sections of a card by heading; what is unknown, repeated or missing is reported.</summary>
internal sealed class CardSections
{
    private readonly Dictionary<string, BodySection> _sections = new(StringComparer.Ordinal);

    /// <summary>Sorts the sections of a card by the headings it may have.</summary>
    /// <param name="body">The card's Markdown.</param>
    /// <param name="known">The headings that the card may have.</param>
    /// <param name="log">Where faults go.</param>
    public CardSections(MarkdownBody body, ImmutableArray<string> known, FileLog log)
    {
        var unknown = new List<BodySection>();
        foreach (var section in body.Sections)
        {
            if (!known.Contains(section.Title))
            {
                unknown.Add(section);
            }
            else if (!_sections.TryAdd(section.Title, section))
            {
                log.Error(section.Line, $"`## {section.Title}` stands twice: join the two");
            }
        }

        foreach (var section in unknown)
        {
            log.Error(section.Line, $"unknown heading `## {section.Title}`{Nearest.Hint(section.Title, known, $"allowed are {string.Join(", ", known)}")}");

            // Read as what it was meant to be, so that a slip of the pen is not reported as a missing section too.
            if (Nearest.To(section.Title, known) is { } meant)
            {
                _sections.TryAdd(meant, section);
            }
        }
    }

    public BodySection? Find(string title) => _sections.GetValueOrDefault(title);
}
