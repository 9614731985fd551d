namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>Keepers who edit the knowledge all the time: well, badly and mended again, and by taking a card away and bringing it back.</summary>
internal sealed class Editing(Scratch knowledge)
{
    /// <summary>How many edits there were.</summary>
    public int Edits { get; private set; }

    public async Task RunAsync(TimeSpan every, CancellationToken stop)
    {
        var kinds = (Func<int, Action>[])[Well, _ => Badly, _ => Mended, Well, _ => Gone, _ => Back];
        using var beat = new PeriodicTimer(every);
        while (!stop.IsCancellationRequested)
        {
            kinds[Edits % kinds.Length](Edits)();
            Edits++;
            await beat.WaitForNextTickAsync(stop).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private string Card => Path.Combine(knowledge.Knowledge, "activities", "vision.md");

    private string Aside => Path.Combine(knowledge.Path, "vision.md");

    private Action Well(int number) => () => knowledge.Edit("synonyms.txt", text => $"{text.Split("\n# Edit ")[0].TrimEnd()}\n# Edit {number}\n");

    private void Badly() => knowledge.Edit("roles/backend-engineer.md", static text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

    private void Mended() => knowledge.Edit("roles/backend-engineer.md", static text => text.Replace("kategory:", "category:", StringComparison.Ordinal));

    private void Gone() => File.Move(Card, Aside);

    private void Back() => File.Move(Aside, Card);
}
