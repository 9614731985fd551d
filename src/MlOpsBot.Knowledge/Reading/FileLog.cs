namespace MlOpsBot.Knowledge.Reading;

/// <summary>The findings of one file.</summary>
internal sealed class FileLog(FindingLog log, string file)
{
    public string File => file;

    public void Error(int line, string message) => log.Error(file, line, message);

    public void Warning(int line, string message) => log.Warning(file, line, message);

    public FileLocation At(int line) => new(file, line);
}
