using MlOpsBot.Answers;

namespace MlOpsBot.Chat;

/// <summary>
/// The answerer of the knowledge that is live now; the host swaps it when the folder changes. Take it once for a question and
/// what belongs to it. Takes no lock.
/// </summary>
public delegate Answerer CurrentAnswerer();
