namespace MlOpsBot.Wire;

/// <summary>Why a request was refused, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it.</param>
public sealed record ProblemDocument(string Title, int Status, string Detail)
{
    /// <summary>Writes a problem as the response.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemDocument(title, status, detail), BotJson.Lines.ProblemDocument, "application/problem+json", context.RequestAborted);
    }
}
