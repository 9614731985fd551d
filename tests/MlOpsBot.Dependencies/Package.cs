namespace MlOpsBot.Dependencies;

/// <summary>A package that a project was restored with. Immutable.</summary>
/// <param name="Id">Its name, as its author writes it.</param>
/// <param name="Version">The version that was restored.</param>
/// <param name="Licence">Its licence by its SPDX name; "unknown" where its author does not say it in a way that can be read.</param>
/// <param name="IsDirect">Whether a project asks for it itself.</param>
public sealed record Package(string Id, string Version, string Licence, bool IsDirect);

/// <summary>A flaw that somebody has published. Immutable.</summary>
/// <param name="Package">Whose.</param>
/// <param name="Id">Its name: <c>GHSA-…</c>.</param>
/// <param name="Severity">How bad it is, as published.</param>
public sealed record Advisory(string Package, string Id, string Severity);
