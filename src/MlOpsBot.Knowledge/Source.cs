namespace MlOpsBot.Knowledge;

/// <summary>Where facts come from: one entry of <c>sources.yaml</c>.</summary>
/// <param name="Id">The id that citations use.</param>
/// <param name="Title">Title of the document.</param>
/// <param name="Author">Its author or publisher, where it names one.</param>
/// <param name="Date">Its date as it gives it, where it gives one.</param>
/// <param name="File">File name of the document that was read.</param>
public sealed record Source(string Id, string Title, string? Author, string? Date, string File)
{
    /// <summary>The source in one line: "Title, Author, Date".</summary>
    public string Citation { get; } = string.Join(", ", new[] { Title, Author, Date }.Where(part => !string.IsNullOrEmpty(part)));
}
