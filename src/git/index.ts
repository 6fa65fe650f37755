export { describeGitFacts, type GitFacts, type GitHead, gitFacts, readGitHead } from './git-facts.js';
