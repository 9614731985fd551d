using MlOpsBot.Knowledge;

namespace MlOpsBot.Tips;

/// <summary>The knowledge that is live now; the host swaps it when the folder changes. Take it once for what belongs together. Takes no lock.</summary>
public delegate KnowledgeBase CurrentKnowledge();
